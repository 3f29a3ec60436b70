namespace Holdfast.Settings;

/// <summary>A value that somebody gave for a name, before it is known whether it counts.</summary>
internal sealed record SettingCandidate(string Name, string Value, SettingOrigin Origin)
{
    // No member may print the value: it may be a secret.
    public override string ToString() => $"{Name} ({Origin})";
}
