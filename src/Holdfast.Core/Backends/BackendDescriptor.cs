namespace Holdfast.Backends;

/// <summary>Who a backend is and what it can do.</summary>
/// <param name="Name">Its name in settings, catalog and answers, such as <c>local</c> or <c>s3</c>.</param>
/// <param name="Type">Its kind: <c>local</c>, <c>s3</c>, <c>azure</c>, <c>supabase</c>, <c>memory</c>.</param>
/// <param name="Capabilities">What it can do.</param>
public sealed record BackendDescriptor(string Name, string Type, BackendCapabilities Capabilities)
{
    /// <summary>The bucket, container or root, as people may see it; null where there is none to tell.</summary>
    public string? Bucket { get; init; }
}
