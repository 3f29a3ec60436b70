using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Backends;

/// <summary>What a write or copy stored.</summary>
/// <param name="Stat">The object as a stat would now tell it.</param>
/// <param name="Digests">What was computed over the bytes on their way; null for a copy that never saw them.</param>
public sealed record WriteResult(ObjectStat Stat, ContentDigests? Digests);

/// <summary>An object opened for reading.</summary>
public sealed class BackendRead : IAsyncDisposable
{
    /// <summary>Takes what was opened.</summary>
    public BackendRead(ObjectStat stat, long offset, long length, Stream content)
    {
        Stat = stat;
        Offset = offset;
        Length = length;
        Content = content;
    }

    /// <summary>The object that is read.</summary>
    public ObjectStat Stat { get; }

    /// <summary>The first byte that <see cref="Content"/> gives.</summary>
    public long Offset { get; }

    /// <summary>How many bytes it gives.</summary>
    public long Length { get; }

    /// <summary>The bytes, forward only. It ends after <see cref="Length"/> bytes; when the backend ends earlier it throws.</summary>
    public Stream Content { get; }

    /// <summary>Closes the content and gives its connection or file back.</summary>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <summary>What became of one key of a delete.</summary>
/// <param name="Key">The key, as given.</param>
/// <param name="Existed">Whether it was there; null when the backend does not tell.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record DeleteResult(ObjectKey Key, bool? Existed, StorageException? Error);

/// <summary>An object or a common prefix of a list.</summary>
/// <param name="Name">The key, or the prefix with its delimiter at the end.</param>
/// <param name="Stat">The object; null for a common prefix.</param>
public readonly record struct ListEntry(string Name, ObjectStat? Stat)
{
    /// <summary>Whether it stands for all keys that begin with <see cref="Name"/>.</summary>
    public bool IsPrefix => Stat is null;
}

/// <summary>A request that anyone can make.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Url">Where.</param>
/// <param name="Headers">Headers that must be sent as they are.</param>
/// <param name="ExpiresAt">Until when, UTC.</param>
public sealed record PresignedRequest(string Method, Uri Url, IReadOnlyDictionary<string, string> Headers, DateTimeOffset ExpiresAt);

/// <summary>What a probe found.</summary>
/// <param name="Healthy">Whether writing, reading and deleting work.</param>
/// <param name="Latency">How long it took.</param>
/// <param name="Error">Why not; null when healthy.</param>
public sealed record ProbeResult(bool Healthy, TimeSpan Latency, StorageException? Error)
{
    /// <summary>Bytes in use, where the backend tells.</summary>
    public long? UsedBytes { get; init; }

    /// <summary>Bytes still free, where the backend tells.</summary>
    public long? FreeBytes { get; init; }
}
