namespace Holdfast.Settings;

/// <summary>Something about the settings that people should know.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Names">The settings it is about; empty when it is about a file.</param>
/// <param name="Message">A whole sentence that names the settings, where they come from and what is allowed. Never holds a secret.</param>
/// <param name="Origin">Where the cause stands, or null when there is no one place.</param>
public sealed record SettingProblem(ProblemSeverity Severity, IReadOnlyList<string> Names, string Message, SettingOrigin? Origin);
