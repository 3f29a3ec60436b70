namespace Holdfast.Server.Auth;

/// <summary>What signing in over HTTP needs of the settings.</summary>
public sealed record AuthOptions
{
    /// <summary>Origins whose pages may act with the cookie beside the server's own, such as the one of PUBLIC_URL: <c>https://files.example.com</c>.</summary>
    public IReadOnlyList<string> TrustedOrigins { get; init; } = [];
}
