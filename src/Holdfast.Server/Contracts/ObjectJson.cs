using Holdfast.Engine.Objects;

namespace Holdfast.Server.Contracts;

/// <summary>An object, the same everywhere.</summary>
internal sealed record ObjectJson
{
    public required string Id { get; init; }

    public required string Key { get; init; }

    public required long Size { get; init; }

    public required string? Sha256 { get; init; }

    public required string Etag { get; init; }

    public required string ContentType { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public required string? StorageClass { get; init; }

    public required string Strategy { get; init; }

    public required string Backend { get; init; }

    public required string? Bucket { get; init; }

    public required bool Fallback { get; init; }

    public required IReadOnlyList<ReplicaJson> Replicas { get; init; }

    public required string Url { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    public required string Version { get; init; }
}

/// <summary>The bytes of one version on one backend.</summary>
internal sealed record ReplicaJson(string Backend, string State, DateTimeOffset? CheckedAt)
{
    public static ReplicaJson From(ReplicaInfo replica) => new(replica.Backend, StateName(replica.State), replica.CheckedAt);

    public static string StateName(ReplicaState state) => state switch
    {
        ReplicaState.Present => "present",
        ReplicaState.Pending => "pending",
        ReplicaState.Missing => "missing",
        ReplicaState.Corrupt => "corrupt",
        ReplicaState.Foreign => "foreign",
        _ => "removing",
    };
}
