namespace Holdfast.Platform.People.Tokens;

/// <summary>Scopes as they are written in the API.</summary>
public static class TokenScopeText
{
    /// <summary>The words <c>read</c>, <c>write</c>, <c>admin</c> that the scopes stand for, in this order.</summary>
    public static IReadOnlyList<string> ToWords(this TokenScopes scopes)
    {
        var words = new List<string>(3);
        foreach (var (scope, word) in new[] { (TokenScopes.Read, "read"), (TokenScopes.Write, "write"), (TokenScopes.Admin, "admin") })
        {
            if (scopes.HasFlag(scope))
            {
                words.Add(word);
            }
        }

        return words;
    }

    /// <summary>The scopes of words; false when one is unknown or there is none. <c>admin</c> brings the other two.</summary>
    public static bool TryParse(IEnumerable<string> words, out TokenScopes scopes)
    {
        ArgumentNullException.ThrowIfNull(words);
        scopes = TokenScopes.None;
        foreach (var word in words)
        {
            var scope = word switch
            {
                "read" => TokenScopes.Read,
                "write" => TokenScopes.Write,
                "admin" => TokenScopes.All,
                _ => TokenScopes.None,
            };
            if (scope is TokenScopes.None)
            {
                return false;
            }

            scopes |= scope;
        }

        return scopes is not TokenScopes.None;
    }
}
