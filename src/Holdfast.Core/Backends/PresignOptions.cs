namespace Holdfast.Backends;

/// <summary>What to sign.</summary>
public sealed record PresignOptions
{
    /// <summary>GET, HEAD, PUT or POST.</summary>
    public required string Method { get; init; }

    /// <summary>How long it lives, from one second to <see cref="PresignCapabilities.MaxLife"/>.</summary>
    public required TimeSpan ExpiresIn { get; init; }

    /// <summary>The Content-Type that an upload must have.</summary>
    public string? ContentType { get; init; }

    /// <summary>The Content-Disposition that a download answers.</summary>
    public string? ContentDisposition { get; init; }
}
