using Holdfast.Settings.Values;

namespace Holdfast.Settings;

/// <summary>Decides whether another convention's name gives the value of a setting.</summary>
internal sealed class AliasChoice(CandidateSet candidates, List<SettingProblem> problems)
{
    /// <summary>
    /// The setting's own value where it has one, else the best of its other names. What is given under another name and
    /// not used is reported as ignored.
    /// </summary>
    public SettingCandidate? For(SettingDefinition definition, SettingCandidate? own, ref SettingOrigin? placeholder)
    {
        var chosen = own;
        foreach (var alias in SettingAliases.All.Where(alias => alias.Canonical == definition.Name))
        {
            var given = Ranked(alias).ToList();
            var real = given.Find(candidate => !Placeholders.IsPlaceholder(definition, candidate.Value));
            if (real is null)
            {
                if (own is null && given.Count > 0)
                {
                    placeholder ??= Origin(alias, given[0]);
                }
            }
            else if (own is not null || OwnOfSet(alias) is not null || chosen is not null)
            {
                var winner = chosen is not null ? $"{chosen.Name} ({chosen.Origin})" : OwnOfSet(alias)!;
                problems.Add(new SettingProblem(ProblemSeverity.Note, [alias.Name, definition.Name],
                    $"{alias.Name} ({real.Origin}) is ignored, because {winner} is set.", real.Origin));
            }
            else
            {
                chosen = real with { Name = definition.Name, Origin = Origin(alias, real) };
            }
        }

        return chosen;
    }

    // Best first, and of one kind of source where the names belong together: the key of a file with the
    // session token of somebody's shell is no pair.
    private IEnumerable<SettingCandidate> Ranked(SettingAlias alias)
    {
        var ranked = ByRank(alias);
        if (alias.Set is null)
        {
            return ranked;
        }

        var leader = SettingAliases.All.First(other => other.Set == alias.Set);
        var source = ByRank(leader).FirstOrDefault()?.Origin.Source;
        return ranked.Where(candidate => candidate.Origin.Source == source);
    }

    private IEnumerable<SettingCandidate> ByRank(SettingAlias alias)
    {
        var bestFirst = candidates.BestFirst(alias.Name);
        return alias.ShellRanksLast
            ? bestFirst.OrderBy(candidate => candidate.Origin.Source == SettingSource.Environment ? 1 : 0)
            : bestFirst;
    }

    // A setting's own name of the same set, where one is given: it decides for the whole set.
    private string? OwnOfSet(SettingAlias alias) =>
        alias.Set is null
            ? null
            : SettingAliases.All.Where(other => other.Set == alias.Set)
                .SelectMany(other => candidates.BestFirst(other.Canonical).Concat(candidates.BestFirst(other.Canonical + SettingNames.FileSuffix))
                    .Where(candidate => !Placeholders.IsPlaceholder(SettingsTable.Find(other.Canonical)!, candidate.Value)))
                .Select(candidate => $"{candidate.Name} ({candidate.Origin})")
                .FirstOrDefault();

    private static SettingOrigin Origin(SettingAlias alias, SettingCandidate candidate) =>
        candidate.Origin with { WrittenAs = alias.Name, Dialect = alias.Dialect };
}
