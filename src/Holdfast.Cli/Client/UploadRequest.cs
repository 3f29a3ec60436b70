namespace Holdfast.Cli.Client;

/// <summary>What to store, and how.</summary>
internal sealed record UploadRequest
{
    /// <summary>The key, exactly.</summary>
    public required string Key { get; init; }

    /// <summary>Opens the bytes; called again for another attempt when <see cref="CanReopen"/>.</summary>
    public required Func<Stream> Open { get; init; }

    /// <summary>Whether <see cref="Open"/> gives the same bytes again.</summary>
    public required bool CanReopen { get; init; }

    /// <summary>The content type, or null to leave it to the server.</summary>
    public string? ContentType { get; init; }

    /// <summary>User metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a key that exists is refused.</summary>
    public bool IfAbsent { get; init; }

    /// <summary>The SHA-256 that the bytes must have, in hex; the server keeps nothing else.</summary>
    public string? ExpectedSha256 { get; init; }
}

/// <summary>What was stored.</summary>
/// <param name="Object">The object.</param>
/// <param name="Raw">Its JSON.</param>
/// <param name="WasNew">Whether the key was free before.</param>
/// <param name="Sha256">The digest of the bytes as they were sent.</param>
internal sealed record UploadResult(RemoteObject Object, System.Text.Json.JsonElement Raw, bool WasNew, string Sha256);
