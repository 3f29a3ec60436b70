namespace Holdfast.Backends;

/// <summary>What keys a backend holds.</summary>
public sealed record KeyCapabilities
{
    /// <summary>The longest key in UTF-8 bytes.</summary>
    public int MaxBytes { get; init; } = Holdfast.Keys.ObjectKey.MaxBytes;

    /// <summary>Whether control characters (1 to 31, 127) round trip.</summary>
    public bool ControlCharacters { get; init; } = true;
}
