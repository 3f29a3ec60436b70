namespace Holdfast.Cli.Client;

/// <summary>An object as the API shows it. Members that a server leaves out are null.</summary>
internal sealed record RemoteObject
{
    public string Id { get; init; } = string.Empty;

    public string Key { get; init; } = string.Empty;

    public long Size { get; init; }

    /// <summary>Null for an adopted file whose bytes were not read yet.</summary>
    public string? Sha256 { get; init; }

    public string? Etag { get; init; }

    public string? ContentType { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }

    public string? StorageClass { get; init; }

    public string? Strategy { get; init; }

    public string? Backend { get; init; }

    public string? Bucket { get; init; }

    public bool Fallback { get; init; }

    public IReadOnlyList<RemoteReplica>? Replicas { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public string? Version { get; init; }
}

/// <summary>One copy of an object's bytes.</summary>
internal sealed record RemoteReplica(string Backend, string State, DateTimeOffset? CheckedAt);
