namespace Holdfast.Server.Composition;

/// <summary>What the HTTP side needs of the settings.</summary>
internal sealed record HttpSettings
{
    /// <summary>The largest upload in bytes; null is without limit.</summary>
    public long? MaxUploadBytes { get; init; } = 5120L << 20;

    /// <summary>Media types that uploads may have, such as <c>image/*</c>; none is all.</summary>
    public IReadOnlyList<string> AllowedContentTypes { get; init; } = [];

    /// <summary>The address people use, without a slash at its end; null takes the request's.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Web origins whose pages may call the API.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>Addresses and networks whose forwarded headers are believed.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>When the server began, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Where telemetry goes; null is nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Settings of storage as callers may see them: secrets masked, no paths of the server.</summary>
    public IReadOnlyDictionary<string, string?> Shown { get; init; } = new Dictionary<string, string?>();

    /// <summary>All settings, secrets masked.</summary>
    public IReadOnlyDictionary<string, string?> ShownToAdministrators { get; init; } = new Dictionary<string, string?>();

    /// <summary>The strategy that the operator asked for; null is the engine's.</summary>
    public string? WantedStrategy { get; init; }

    /// <summary>Why the strategy that was asked for is not the one in force; null when it is.</summary>
    public string? StrategyProblem { get; init; }

    /// <summary>Whether log lines are JSON.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>The least severe messages that are logged.</summary>
    public Microsoft.Extensions.Logging.LogLevel LogLevel { get; init; } = Microsoft.Extensions.Logging.LogLevel.Information;
}
