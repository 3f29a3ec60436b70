namespace Holdfast.Settings.Values;

/// <summary>A value that was read (its normal spelling and what it means) or why it could not be.</summary>
internal sealed record ParsedValue(string? Text, object? Meaning, string? Error)
{
    public static ParsedValue Good(string text, object meaning) => new(text, meaning, null);

    public static ParsedValue Bad(string error) => new(null, null, error);
}
