using Holdfast.Settings.Values;

namespace Holdfast.Settings;

/// <summary>Chooses, for one setting after the other, the value that counts, and checks it.</summary>
internal sealed class SettingResolver(SettingsSources sources, CandidateSet candidates, List<SettingProblem> problems)
{
    private readonly Dictionary<string, EffectiveSetting> _done = new(StringComparer.Ordinal);
    private readonly AliasChoice _aliases = new(candidates, problems);
    private readonly SecretFiles _secretFiles = new(sources.WorkingDirectory, problems);

    public IReadOnlyList<EffectiveSetting> ResolveAll()
    {
        var all = SettingsTable.All.Select(definition => definition.Name)
            .Concat(candidates.Names.Select(NameOfSetting).Where(name => !SettingsTable.IsFixed(name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return [.. all.Select(name => SettingsTable.Find(name, candidates.Backends)).OfType<SettingDefinition>().Select(Resolve)];
    }

    /// <summary>The setting where nobody gave a value.</summary>
    public static EffectiveSetting Unset(SettingDefinition definition, EffectiveSettings others) =>
        Default(definition, SettingOrigin.Default, SettingState.Default, name => others.TextOrNull(name) ?? "");

    private string NameOfSetting(string given) =>
        SettingAliases.Find(given) is { } alias ? alias.Canonical
        : SettingsTable.Find(given, candidates.Backends) is not null ? given
        : given[..^SettingNames.FileSuffix.Length];

    private EffectiveSetting Resolve(SettingDefinition definition)
    {
        if (_done.TryGetValue(definition.Name, out var done))
        {
            return done;
        }

        return _done[definition.Name] = Choose(definition);
    }

    private EffectiveSetting Choose(SettingDefinition definition)
    {
        SettingOrigin? placeholder = null;
        var direct = FirstReal(definition, candidates.BestFirst(definition.Name), ref placeholder);
        var byFile = definition.IsSecret ? candidates.BestFirst(definition.Name + SettingNames.FileSuffix).FirstOrDefault() : null;
        if (direct is not null && byFile is not null)
        {
            Report(ProblemSeverity.Error, [definition.Name, byFile.Name],
                $"Both {definition.Name} ({direct.Origin}) and {byFile.Name} ({byFile.Origin}) are set; set one of them.", direct.Origin);
            return Fallback(definition, direct.Origin, SettingState.Invalid);
        }

        if (byFile is not null)
        {
            direct = _secretFiles.Read(definition, byFile);
            if (direct is null)
            {
                return Fallback(definition, byFile.Origin, SettingState.Invalid);
            }

            if (Placeholders.IsPlaceholder(definition, direct.Value))
            {
                placeholder = direct.Origin;
                direct = null;
            }
        }

        var chosen = _aliases.For(definition, direct, ref placeholder);
        if (chosen is null)
        {
            if (placeholder is null)
            {
                return Fallback(definition, SettingOrigin.Default, SettingState.Default);
            }

            Report(ProblemSeverity.Warning, [definition.Name],
                $"{definition.Name} ({placeholder}) is still the placeholder of an example and counts as unset.", placeholder);
            return Fallback(definition, placeholder, SettingState.Placeholder);
        }

        return Checked(definition, chosen);
    }

    private static SettingCandidate? FirstReal(SettingDefinition definition, IEnumerable<SettingCandidate> bestFirst, ref SettingOrigin? placeholder)
    {
        foreach (var candidate in bestFirst)
        {
            if (!Placeholders.IsPlaceholder(definition, candidate.Value))
            {
                return candidate;
            }

            placeholder ??= candidate.Origin;
        }

        return null;
    }

    private EffectiveSetting Checked(SettingDefinition definition, SettingCandidate chosen)
    {
        var parsed = SettingParser.Parse(definition, chosen.Value);
        if (parsed.Error is not null)
        {
            Report(ProblemSeverity.Error, [definition.Name], $"{definition.Name} ({chosen.Origin}): {parsed.Error}.", chosen.Origin);
            return Fallback(definition, chosen.Origin, SettingState.Invalid);
        }

        return new EffectiveSetting { Definition = definition, Value = parsed.Text, Meaning = parsed.Meaning, Origin = chosen.Origin, State = SettingState.Given };
    }

    private EffectiveSetting Fallback(SettingDefinition definition, SettingOrigin origin, SettingState state) =>
        Default(definition, origin, state, name => Resolve(SettingsTable.Find(name)!).Value ?? "");

    private static EffectiveSetting Default(SettingDefinition definition, SettingOrigin origin, SettingState state, Func<string, string> valueOf)
    {
        var text = DefaultText.Resolve(definition.Default, valueOf);
        var parsed = text is null ? null : SettingParser.Parse(definition, text);
        return new EffectiveSetting { Definition = definition, Value = parsed?.Text, Meaning = parsed?.Meaning, Origin = origin, State = state };
    }

    private void Report(ProblemSeverity severity, IReadOnlyList<string> names, string message, SettingOrigin origin) =>
        problems.Add(new SettingProblem(severity, names, message, origin));
}
