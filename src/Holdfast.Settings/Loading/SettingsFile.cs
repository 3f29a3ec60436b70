namespace Holdfast.Settings;

/// <summary>A settings file that was read.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="ShownPath">The path as it is shown to people.</param>
/// <param name="Document">What stands in it.</param>
public sealed record SettingsFile(string Path, string ShownPath, DotEnvDocument Document);
