namespace Holdfast.Settings;

/// <summary>A value for everything and values for key prefixes, as in <c>strict,thumbnails/=relaxed</c>.</summary>
/// <param name="Rules">The rules in the order they were written; the prefix of a rule for everything is empty.</param>
public sealed record PrefixRules(IReadOnlyList<PrefixRule> Rules)
{
    /// <summary>No rule at all.</summary>
    public static PrefixRules None { get; } = new([]);

    /// <summary>The value of the longest prefix that the key begins with; of two equal prefixes the later counts.</summary>
    /// <param name="key">An object's key.</param>
    /// <returns>The value, or null when no rule covers the key.</returns>
    public string? For(string key)
    {
        PrefixRule? best = null;
        foreach (var rule in Rules)
        {
            if (key.StartsWith(rule.Prefix, StringComparison.Ordinal) && rule.Prefix.Length >= (best?.Prefix.Length ?? 0))
            {
                best = rule;
            }
        }

        return best?.Value;
    }

    /// <summary>The values of all prefixes that the key begins with, each once, in the order they were written.</summary>
    /// <param name="key">An object's key.</param>
    /// <returns>The values; empty when no rule covers the key.</returns>
    public IReadOnlyList<string> AllFor(string key) =>
        [.. Rules.Where(rule => key.StartsWith(rule.Prefix, StringComparison.Ordinal)).Select(rule => rule.Value).Distinct(StringComparer.Ordinal)];
}
