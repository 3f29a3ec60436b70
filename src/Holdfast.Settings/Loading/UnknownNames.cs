using Holdfast.Settings.Table;

namespace Holdfast.Settings;

/// <summary>Says that a name means nothing here, and which one was probably meant.</summary>
internal static class UnknownNames
{
    public static void Report(SettingCandidate candidate, List<SettingProblem> problems)
    {
        switch (candidate.Origin.Source)
        {
            // The environment is full of other programs' names.
            case SettingSource.Environment:
                return;

            // Nobody shares a command line with other programs: there it is a slip.
            case SettingSource.CommandLine:
                Add(ProblemSeverity.Error, candidate, $"There is no setting {candidate.Name} ({candidate.Origin}){Hint(candidate.Name)}.", problems);
                return;

            default:
                if (BackendSettingName.Parse(Secret(candidate.Name) ?? candidate.Name, []) is { } parts && candidate.Value.Trim().Length > 0)
                {
                    var type = SettingNames.Backend(parts.Backend, BackendFields.Type);
                    Add(ProblemSeverity.Warning, candidate, $"{candidate.Name} ({candidate.Origin}) is ignored, because {type} is not set.", problems);
                }
                else if (Secret(candidate.Name) is { } plain && SettingsTable.IsFixed(plain))
                {
                    Add(ProblemSeverity.Warning, candidate, $"{candidate.Name} ({candidate.Origin}) is ignored: {plain} is no secret, and only secrets are taken from files. Set {plain} itself.", problems);
                }
                else if (candidate.Value.Trim().Length > 0 || Closest(candidate.Name) is not null)
                {
                    Add(ProblemSeverity.Note, candidate, $"{candidate.Name} ({candidate.Origin}) is not a setting of Holdfast and is ignored{Hint(candidate.Name)}.", problems);
                }

                return;
        }
    }

    /// <summary>The known name that a mistyped one is nearest to, or null when none is near.</summary>
    public static string? Closest(string name)
    {
        var upper = name.ToUpperInvariant().Replace('-', '_').Replace('.', '_');
        if (upper.StartsWith(SettingNames.BackendPrefix, StringComparison.Ordinal) && ClosestField(upper) is { } field)
        {
            return field;
        }

        return Nearest(upper, SettingsTable.All.Select(definition => definition.Name).Concat(SettingAliases.All.Select(alias => alias.Name)));
    }

    private static string? ClosestField(string upper)
    {
        var rest = upper[SettingNames.BackendPrefix.Length..];
        var end = rest.IndexOf('_', StringComparison.Ordinal);
        if (end <= 0 || end == rest.Length - 1 || Nearest(upper, SettingsTable.All.Select(definition => definition.Name)) is not null)
        {
            return null;
        }

        return Nearest(rest[(end + 1)..], SettingsTable.BackendFields.Select(definition => definition.Name)) is { } field
            ? SettingNames.Backend(rest[..end], field)
            : null;
    }

    private static string? Nearest(string name, IEnumerable<string> names)
    {
        // A third of a name changed is another name, and short names are near to everything.
        var limit = Math.Clamp(name.Length / 5, 1, 4);
        var best = names.Select(known => (Name: known, Distance: Distance(name, known, limit))).MinBy(pair => pair.Distance);
        return best.Distance <= limit ? best.Name : null;
    }

    // Edits to make one word the other: a letter more, less, another, or two swapped.
    private static int Distance(string left, string right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit)
        {
            return int.MaxValue;
        }

        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[left.Length, right.Length];
    }

    private static string? Secret(string name) =>
        name.Length > SettingNames.FileSuffix.Length && name.EndsWith(SettingNames.FileSuffix, StringComparison.Ordinal) ? name[..^SettingNames.FileSuffix.Length] : null;

    private static string Hint(string name) => Closest(name) is { } known ? $"; did you mean {known}?" : "";

    private static void Add(ProblemSeverity severity, SettingCandidate candidate, string message, List<SettingProblem> problems) =>
        problems.Add(new SettingProblem(severity, [candidate.Name], message.Replace("?.", "?", StringComparison.Ordinal), candidate.Origin));
}
