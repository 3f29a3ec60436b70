namespace Holdfast.Platform.People.Tokens;

/// <summary>What a token is to be.</summary>
public sealed record NewAccessToken
{
    /// <summary>What its owner calls it; 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it is good for.</summary>
    public required TokenScopes Scopes { get; init; }

    /// <summary>When it ends, in the future; null is never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The prefix of keys it is limited to, as the member writes keys; null is none.</summary>
    public string? KeyPrefix { get; init; }
}
