namespace Holdfast.Settings;

/// <summary>
/// A settings file as it stands: order, comments, quoting and line ends are kept, so that one value can be rewritten
/// without touching the rest. <see cref="ToString"/> gives back exactly the text that was parsed.
/// </summary>
public sealed class DotEnvDocument
{
    private readonly Dictionary<string, DotEnvAssignment> _last = new(StringComparer.Ordinal);

    internal DotEnvDocument(bool hasByteOrderMark, IReadOnlyList<DotEnvEntry> entries, IReadOnlyList<DotEnvProblem> problems)
    {
        HasByteOrderMark = hasByteOrderMark;
        Entries = entries;
        Problems = problems;
        Assignments = [.. entries.OfType<DotEnvAssignment>()];
        foreach (var assignment in Assignments)
        {
            _last[assignment.Name] = assignment;
        }
    }

    /// <summary>Whether the file begins with a byte order mark.</summary>
    public bool HasByteOrderMark { get; }

    /// <summary>All pieces of the file in their order.</summary>
    public IReadOnlyList<DotEnvEntry> Entries { get; }

    /// <summary>The assignments in their order; of two with the same name the later counts.</summary>
    public IReadOnlyList<DotEnvAssignment> Assignments { get; }

    /// <summary>The lines that could not be read; the others are read all the same.</summary>
    public IReadOnlyList<DotEnvProblem> Problems { get; }

    /// <summary>Reads the text of a settings file. Never throws for what the text holds.</summary>
    /// <param name="text">The whole text, with or without a byte order mark.</param>
    /// <returns>The document, with the lines that could not be read as its problems.</returns>
    public static DotEnvDocument Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new DotEnvParser(text).Parse();
    }

    /// <summary>The assignment that counts for a name.</summary>
    /// <param name="name">The name, in its own case.</param>
    /// <returns>The last assignment of that name, or null when there is none.</returns>
    public DotEnvAssignment? Find(string name) => _last.GetValueOrDefault(name);

    /// <summary>The text of the file.</summary>
    /// <returns>The text that was parsed, character for character.</returns>
    public override string ToString() => (HasByteOrderMark ? "\uFEFF" : "") + string.Concat(Entries.Select(entry => entry.Raw));
}
