using Holdfast.Backends;

namespace Holdfast.Conformance.Doubles;

/// <summary>How a <see cref="MemoryBackend"/> presents itself.</summary>
public sealed record MemoryBackendOptions
{
    /// <summary>All that memory can do.</summary>
    public static BackendCapabilities AllCapabilities { get; } = new()
    {
        Write = new WriteCapabilities { IfAbsent = true, IfMatch = true, MaxSize = 1L << 40 },
        Multipart = new MultipartCapabilities { Conditions = true },
        Read = new ReadCapabilities { Identity = true },
        Delete = new DeleteCapabilities { IfMatch = true },
        List = new ListCapabilities { AnyDelimiter = true },
        Copy = new CopyCapabilities { IfAbsent = true, SourceIfMatch = true },
        TimestampResolution = TimeSpan.FromTicks(1),
    };

    /// <summary>Nothing but the verbs: what the poorest service could do.</summary>
    public static BackendCapabilities LeastCapabilities { get; } = new()
    {
        Keys = new KeyCapabilities { ControlCharacters = false },
        Write = new WriteCapabilities { Metadata = false, MetadataMaxBytes = 0 },
        Read = new ReadCapabilities { Conditions = false, TimeConditions = false },
        List = new ListCapabilities { Ordered = true },
        TimestampResolution = TimeSpan.FromTicks(1),
    };

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "memory";

    /// <summary>What it says it can do. Taking something away makes the guard refuse it.</summary>
    public BackendCapabilities Capabilities { get; init; } = AllCapabilities;

    /// <summary>How many bytes it takes in all; more is QuotaExceeded.</summary>
    public long Quota { get; init; } = long.MaxValue;
}
