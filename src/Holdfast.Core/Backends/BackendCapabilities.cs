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

/// <summary>What keys a backend holds.</summary>
public sealed record KeyCapabilities
{
    /// <summary>The longest key in UTF-8 bytes.</summary>
    public int MaxBytes { get; init; } = Holdfast.Keys.ObjectKey.MaxBytes;

    /// <summary>Whether control characters (1 to 31, 127) round trip.</summary>
    public bool ControlCharacters { get; init; } = true;
}

/// <summary>What a write can ask for.</summary>
public sealed record WriteCapabilities
{
    /// <summary>Only where nothing is there.</summary>
    public bool IfAbsent { get; init; }

    /// <summary>Only over the ETag given.</summary>
    public bool IfMatch { get; init; }

    /// <summary>User metadata and the standard headers are kept.</summary>
    public bool Metadata { get; init; } = true;

    /// <summary>The longest names and values together, in UTF-8 bytes.</summary>
    public int MetadataMaxBytes { get; init; } = Holdfast.Objects.UserMetadata.MaxBytes;

    /// <summary>A length need not be declared.</summary>
    public bool UnknownLength { get; init; } = true;

    /// <summary>The largest object in bytes.</summary>
    public long MaxSize { get; init; } = long.MaxValue;

    /// <summary>The storage classes it knows; none means that asking for one is refused.</summary>
    public IReadOnlyList<string> StorageClasses { get; init; } = [];
}

/// <summary>What a write in parts can do.</summary>
public sealed record MultipartCapabilities
{
    /// <summary>The smallest part in bytes, but for the last.</summary>
    public long MinPartSize { get; init; } = 1;

    /// <summary>The largest part in bytes.</summary>
    public long MaxPartSize { get; init; } = long.MaxValue;

    /// <summary>The most parts.</summary>
    public int MaxParts { get; init; } = 10_000;

    /// <summary>Whether <see cref="WriteCapabilities.IfAbsent"/> and IfMatch hold at the commit of parts too.</summary>
    public bool Conditions { get; init; }
}

/// <summary>What a read can ask for.</summary>
public sealed record ReadCapabilities
{
    /// <summary>If-Match and If-None-Match by ETag.</summary>
    public bool Conditions { get; init; } = true;

    /// <summary>If-Modified-Since and If-Unmodified-Since.</summary>
    public bool TimeConditions { get; init; } = true;

    /// <summary>Only when the identity is the one given (<see cref="ReadOptions.ExpectedIdentity"/>).</summary>
    public bool Identity { get; init; }
}

/// <summary>What a delete can ask for.</summary>
public sealed record DeleteCapabilities
{
    /// <summary>How many keys one request of the backend takes; larger batches are cut.</summary>
    public int BatchSize { get; init; } = 1000;

    /// <summary>Only the ETag given.</summary>
    public bool IfMatch { get; init; }
}

/// <summary>What a list can ask for.</summary>
public sealed record ListCapabilities
{
    /// <summary>In the order of UTF-8 bytes.</summary>
    public bool Ordered { get; init; } = true;

    /// <summary>Delimiters of any length; else only <c>/</c>.</summary>
    public bool AnyDelimiter { get; init; }

    /// <summary>A write or delete that was answered is in the next list.</summary>
    public bool Consistent { get; init; } = true;
}

/// <summary>What a copy can ask for.</summary>
public sealed record CopyCapabilities
{
    /// <summary>Only where nothing is at the target.</summary>
    public bool IfAbsent { get; init; }

    /// <summary>Only while the source has the ETag given.</summary>
    public bool SourceIfMatch { get; init; }

    /// <summary>The largest object in bytes that it copies.</summary>
    public long MaxSize { get; init; } = long.MaxValue;
}

/// <summary>What it signs.</summary>
public sealed record PresignCapabilities
{
    /// <summary>GET and HEAD.</summary>
    public bool Get { get; init; }

    /// <summary>PUT.</summary>
    public bool Put { get; init; }

    /// <summary>A POST form with policy.</summary>
    public bool Post { get; init; }

    /// <summary>The longest life.</summary>
    public TimeSpan MaxLife { get; init; } = TimeSpan.FromDays(7);
}
