namespace Holdfast.Backends;

/// <summary>What a backend can do, as data. A layer that wraps a backend may add to it by emulation or take from it, never hide it by accident.</summary>
public sealed record BackendCapabilities
{
    /// <summary>Keys.</summary>
    public KeyCapabilities Keys { get; init; } = new();

    /// <summary>Writing in one go.</summary>
    public WriteCapabilities Write { get; init; } = new();

    /// <summary>Writing in parts; null when it cannot.</summary>
    public MultipartCapabilities? Multipart { get; init; }

    /// <summary>Reading.</summary>
    public ReadCapabilities Read { get; init; } = new();

    /// <summary>Deleting.</summary>
    public DeleteCapabilities Delete { get; init; } = new();

    /// <summary>Listing.</summary>
    public ListCapabilities List { get; init; } = new();

    /// <summary>Copying on the server's side; null when it cannot.</summary>
    public CopyCapabilities? Copy { get; init; }

    /// <summary>Signing requests; null when it cannot.</summary>
    public PresignCapabilities? Presign { get; init; }

    /// <summary>The steps in which it tells modification times.</summary>
    public TimeSpan TimestampResolution { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How the readable key relates to the home that a version is written to (docs/architecture.md).</summary>
    public ViewMechanism View { get; init; } = ViewMechanism.None;
}
