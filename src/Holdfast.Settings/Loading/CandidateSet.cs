using Holdfast.Settings.Table;

namespace Holdfast.Settings;

/// <summary>Every value that the sources give for a name that means something, the later winning.</summary>
internal sealed class CandidateSet
{
    private const int MostUnknown = 100;

    private readonly Dictionary<string, List<SettingCandidate>> _byName = new(StringComparer.Ordinal);

    private CandidateSet(IReadOnlyList<string> backends) => Backends = backends;

    /// <summary>The upper-case names of the backends that have a type.</summary>
    public IReadOnlyList<string> Backends { get; }

    /// <summary>The names for which anything but an empty value was given.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    public static CandidateSet Collect(SettingsSources sources, IReadOnlyList<SettingsFile> files, List<SettingProblem> problems)
    {
        var all = new List<SettingCandidate>();
        foreach (var file in files)
        {
            NoteRepetitions(file, problems);
            all.AddRange(file.Document.Assignments
                .Where(line => file.Document.Find(line.Name) == line)
                .Select(line => new SettingCandidate(line.Name, line.Value, SettingsFiles.OriginOf(file, line.Line))));
        }

        all.AddRange(InOrder(sources.Environment, SettingOrigin.Environment));
        all.AddRange(InOrder(sources.CommandLine, SettingOrigin.CommandLine));

        var set = new CandidateSet(DeclaredBackends(all));
        var unknown = 0;
        foreach (var candidate in all)
        {
            if (!set.Knows(candidate.Name))
            {
                // Looking for the closest name costs, and nobody reads more.
                if (candidate.Origin.Source != SettingSource.File || ++unknown <= MostUnknown)
                {
                    UnknownNames.Report(candidate, problems);
                }
            }
            else if (candidate.Value.Trim().Length > 0)
            {
                set.Add(candidate);
            }
        }

        if (unknown > MostUnknown)
        {
            problems.Add(new SettingProblem(ProblemSeverity.Note, [], $"{unknown - MostUnknown} more names in the settings files are not settings of Holdfast and are ignored.", null));
        }

        return set;
    }

    /// <summary>The values given for a name, the one that wins first.</summary>
    public IEnumerable<SettingCandidate> BestFirst(string name) =>
        _byName.TryGetValue(name, out var found) ? Enumerable.Reverse(found) : [];

    private bool Knows(string name)
    {
        if (SettingsTable.IsFixed(name) || SettingAliases.Find(name) is not null)
        {
            return true;
        }

        if (BackendSettingName.Parse(name, Backends) is { } parts && Backends.Contains(parts.Backend))
        {
            return true;
        }

        return name.EndsWith(SettingNames.FileSuffix, StringComparison.Ordinal)
            && name[..^SettingNames.FileSuffix.Length] is var secret
            && SettingsTable.Find(secret, Backends) is { IsSecret: true } && Knows(secret);
    }

    private void Add(SettingCandidate candidate)
    {
        if (!_byName.TryGetValue(candidate.Name, out var list))
        {
            _byName[candidate.Name] = list = [];
        }

        list.Add(candidate);
    }

    private static IReadOnlyList<string> DeclaredBackends(List<SettingCandidate> all)
    {
        const string type = "_" + BackendFields.Type;
        return
        [
            .. all.Where(candidate => candidate.Value.Trim().Length > 0 && candidate.Name.EndsWith(type, StringComparison.Ordinal))
                .Select(candidate => BackendSettingName.Parse(candidate.Name, []))
                .Where(parts => parts is { Field: BackendFields.Type })
                .Select(parts => parts!.Backend)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    // Sorted, so that two loads of the same sources report in the same order.
    private static IEnumerable<SettingCandidate> InOrder(IReadOnlyDictionary<string, string> values, SettingOrigin origin) =>
        values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new SettingCandidate(pair.Key, pair.Value, origin));

    private static void NoteRepetitions(SettingsFile file, List<SettingProblem> problems)
    {
        foreach (var lines in file.Document.Assignments.GroupBy(line => line.Name, StringComparer.Ordinal).Where(lines => lines.Count() > 1))
        {
            var last = lines.Last();
            var origin = SettingsFiles.OriginOf(file, last.Line);
            problems.Add(new SettingProblem(ProblemSeverity.Warning, [last.Name],
                $"{last.Name} is set more than once in {file.ShownPath} (lines {string.Join(", ", lines.Select(line => line.Line))}); line {last.Line} counts.", origin));
        }
    }
}
