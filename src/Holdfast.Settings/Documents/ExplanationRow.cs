namespace Holdfast.Settings;

/// <summary>One setting as <c>holdfast config explain</c> shows it.</summary>
/// <param name="Name">The setting's name.</param>
/// <param name="Value">Its value, secrets hidden; null when it has none.</param>
/// <param name="Origin">Where the value comes from, in words.</param>
/// <param name="Dialect">Whose convention the name was that gave the value; null for the setting's own name.</param>
/// <param name="State">How it came to its value.</param>
/// <param name="IsValid">Whether what was given, if anything, can be used.</param>
/// <param name="Category">What it is about.</param>
/// <param name="NeedsRestart">Whether a change applies only after a restart.</param>
public sealed record ExplanationRow(
    string Name, string? Value, string Origin, string? Dialect, SettingState State, bool IsValid, SettingCategory Category, bool NeedsRestart);
