namespace Holdfast.Settings;

/// <summary>A line of a settings file that could not be read.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Message">What is wrong. Nothing of the line itself is in it, because it may hold a secret.</param>
public sealed record DotEnvProblem(int Line, string Message);
