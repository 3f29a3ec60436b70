using Holdfast.Backends;

namespace Holdfast.Local;

/// <summary>What the disk can do.</summary>
internal static class LocalCapabilities
{
    public static BackendCapabilities Value { get; } = new()
    {
        Write = new WriteCapabilities { IfAbsent = true, IfMatch = true },
        Multipart = new MultipartCapabilities { Conditions = true },
        Read = new ReadCapabilities { Identity = true },
        Delete = new DeleteCapabilities { IfMatch = true },
        List = new ListCapabilities { AnyDelimiter = true },
        Copy = new CopyCapabilities { IfAbsent = true, SourceIfMatch = true },
        TimestampResolution = TimeSpan.FromTicks(1),
        View = ViewMechanism.Link,
    };
}
