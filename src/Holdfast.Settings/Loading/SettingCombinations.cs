using Holdfast.Settings.Table;

namespace Holdfast.Settings;

/// <summary>Checks what no setting can tell alone: halves of pairs, names that other settings must have made.</summary>
internal static class SettingCombinations
{
    private static readonly string[] BuiltIn = ["local", "s3", "azure", "supabase", "images"];

    private static readonly (string One, string Other)[] Pairs =
    [
        (SettingNames.S3AccessKeyId, SettingNames.S3SecretAccessKey),
        (SettingNames.CloudFrontKeyPairId, SettingNames.CloudFrontPrivateKey),
        (SettingNames.AdminEmail, SettingNames.AdminPassword),
    ];

    public static void Check(EffectiveSettings settings, List<SettingProblem> problems)
    {
        foreach (var (one, other) in Pairs)
        {
            CheckPair(settings, one, other, problems);
        }

        foreach (var backend in settings.BackendNames)
        {
            CheckPair(settings, SettingNames.Backend(backend, BackendFields.AccessKeyId), SettingNames.Backend(backend, BackendFields.SecretAccessKey), problems);
            if (BuiltIn.Contains(backend))
            {
                var type = settings.Get(SettingNames.Backend(backend, BackendFields.Type));
                problems.Add(new SettingProblem(ProblemSeverity.Error, [type.Name],
                    $"{type.Name} ({type.Origin}): '{backend}' is the name of a built-in backend; choose another one.", type.Origin));
            }
        }

        foreach (var setting in settings.All)
        {
            CheckOwner(settings, setting, problems);
        }

        CheckBackend(settings, SettingNames.BackupBackend, [settings.TextOrNull(SettingNames.BackupBackend)], problems);
        CheckBackend(settings, SettingNames.ReplicateTo, settings.ByPrefix(SettingNames.ReplicateTo).Rules.Select(rule => rule.Value), problems);
        if (settings.TextOrNull(SettingNames.BackupSchedule) is not null && settings.Get(SettingNames.BackupBackend).State == SettingState.Default)
        {
            var schedule = settings.Get(SettingNames.BackupSchedule);
            problems.Add(new SettingProblem(ProblemSeverity.Warning, [schedule.Name, SettingNames.BackupBackend],
                $"{schedule.Name} ({schedule.Origin}) has no effect, because {SettingNames.BackupBackend} is not set.", schedule.Origin));
        }
    }

    private static void CheckPair(EffectiveSettings settings, string one, string other, List<SettingProblem> problems)
    {
        var left = settings.Get(one);
        var right = settings.Get(other);
        var (given, lacking) = left.State == SettingState.Given ? (left, right) : (right, left);
        // A placeholder and an invalid value have been reported already.
        if (given.State == SettingState.Given && lacking.State == SettingState.Default)
        {
            problems.Add(new SettingProblem(ProblemSeverity.Warning, [given.Name, lacking.Name],
                $"{given.Name} ({given.Origin}) is set, but {lacking.Name} is not; they need each other.", given.Origin));
        }
    }

    private static void CheckOwner(EffectiveSettings settings, EffectiveSetting setting, List<SettingProblem> problems)
    {
        var owners = BackendSettingName.All(setting.Name).Select(parts => parts.Backend.ToLowerInvariant()).Where(settings.BackendNames.Contains).ToList();
        if (owners.Count > 1)
        {
            problems.Add(new SettingProblem(ProblemSeverity.Error, [setting.Name],
                $"{setting.Name} ({setting.Origin}) could belong to the backend '{owners[0]}' or to '{owners[1]}'; rename one of them.", setting.Origin));
        }
    }

    private static void CheckBackend(EffectiveSettings settings, string name, IEnumerable<string?> backends, List<SettingProblem> problems)
    {
        foreach (var backend in backends.OfType<string>().Where(backend => !BuiltIn.Contains(backend.ToLowerInvariant()) && !settings.BackendNames.Contains(backend.ToLowerInvariant())).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var setting = settings.Get(name);
            problems.Add(new SettingProblem(ProblemSeverity.Error, [name],
                $"{name} ({setting.Origin}) names the backend '{backend}', which does not exist; known are {string.Join(", ", BuiltIn.Concat(settings.BackendNames))}. A further backend is made by {SettingNames.BackendPrefix}NAME_{BackendFields.Type}.", setting.Origin));
        }
    }
}
