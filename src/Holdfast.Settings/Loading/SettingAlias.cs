namespace Holdfast.Settings;

/// <summary>Another name for a setting, by somebody else's convention.</summary>
/// <param name="Name">The other name.</param>
/// <param name="Canonical">The setting that it means.</param>
/// <param name="Dialect">Whose convention it is.</param>
/// <param name="Set">
/// Names that only make sense together, such as a key and its secret: either all are taken, from one kind of source, or none.
/// The first of the set in the table decides from which.
/// </param>
/// <param name="ShellRanksLast">Whether the environment of the process ranks below files for this name.</param>
internal sealed record SettingAlias(string Name, string Canonical, string Dialect, string? Set = null, bool ShellRanksLast = false);
