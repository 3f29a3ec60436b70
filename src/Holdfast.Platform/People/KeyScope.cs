using System.Globalization;
using Holdfast.Engine.Objects;
using Holdfast.Keys;

namespace Holdfast.Platform.People;

/// <summary>
/// How a member of an org names keys in the one key space: keys that begin with <c>org_{id}/</c> belong to that org, all others to the first org
/// (id 1). For a member of another org <c>videos/v.mp4</c> means <c>org_{id}/videos/v.mp4</c>; answers show the short form.
/// </summary>
/// <param name="OrgId">The member's org.</param>
public sealed record KeyScope(long OrgId)
{
    /// <summary>What the org's keys begin with; empty for the first org.</summary>
    public string Prefix => OrgId == KeyOrg.First ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"org_{OrgId}/");

    /// <summary>The full key of what a member wrote. InvalidKey names the broken rule.</summary>
    public ObjectKey ToKey(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ObjectKey.Parse(ToFull(text));
    }

    /// <summary>The full form of a key or prefix that a member wrote; not doubled where it is given in full.</summary>
    public string ToFull(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Prefix.Length == 0 || text.StartsWith(Prefix, StringComparison.Ordinal) ? text : Prefix + text;
    }

    /// <summary>The short form that answers show.</summary>
    public string ToShort(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Prefix.Length > 0 && key.StartsWith(Prefix, StringComparison.Ordinal) ? key[Prefix.Length..] : key;
    }

    /// <summary>Whether a member may see the key: it is of the member's org.</summary>
    public bool Holds(ObjectKey key) => KeyOrg.Of(key.Value) == OrgId;
}
