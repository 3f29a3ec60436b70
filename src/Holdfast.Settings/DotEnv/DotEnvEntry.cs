namespace Holdfast.Settings;

/// <summary>A piece of a settings file: a blank line, a comment, a line that could not be read, or an assignment.</summary>
/// <param name="Line">The line it begins on, counted from 1.</param>
/// <param name="Raw">Its text as it stands in the file, line ends included; the pieces one after the other are the file.</param>
public record DotEnvEntry(int Line, string Raw)
{
    /// <summary>Where it is; not what it says, because that may be a secret.</summary>
    /// <returns>The line.</returns>
    public sealed override string ToString() => $"line {Line}";
}
