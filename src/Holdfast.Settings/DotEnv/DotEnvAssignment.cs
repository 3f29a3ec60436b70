namespace Holdfast.Settings;

/// <summary>One <c>NAME=value</c> of a settings file.</summary>
/// <param name="Line">The line it begins on, counted from 1.</param>
/// <param name="Raw">Its text as it stands in the file, with its comment and line end.</param>
/// <param name="Name">The name.</param>
/// <param name="Value">What the value means: without quotes, escapes resolved, nothing expanded.</param>
/// <param name="Quoting">How the value is written.</param>
/// <param name="ValueStart">Where the written value, quotes included, begins in <paramref name="Raw"/>.</param>
/// <param name="ValueLength">How many characters of <paramref name="Raw"/> the written value takes.</param>
public sealed record DotEnvAssignment(int Line, string Raw, string Name, string Value, DotEnvQuoting Quoting, int ValueStart, int ValueLength)
    : DotEnvEntry(Line, Raw)
{
    /// <summary>The value as it is written, quotes included.</summary>
    public string WrittenValue => Raw.Substring(ValueStart, ValueLength);
}
