using System.Globalization;

namespace Holdfast.Engine.Objects;

/// <summary>Whose a key is: keys that begin with <c>org_{id}/</c> belong to that org, all others to the first (id 1).</summary>
public static class KeyOrg
{
    /// <summary>The org whose keys need no prefix.</summary>
    public const long First = 1;

    /// <summary>The org that a key belongs to.</summary>
    public static long Of(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!key.StartsWith("org_", StringComparison.Ordinal) || key.IndexOf('/', StringComparison.Ordinal) is not (> 4 and < 24 and var slash))
        {
            return First;
        }

        var digits = key.AsSpan(4, slash - 4);
        return digits[0] is not '0' && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : First;
    }
}
