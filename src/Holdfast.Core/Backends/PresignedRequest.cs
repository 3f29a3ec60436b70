namespace Holdfast.Backends;

/// <summary>A request that anyone can make.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Url">Where.</param>
/// <param name="Headers">Headers that must be sent as they are.</param>
/// <param name="ExpiresAt">Until when, UTC.</param>
public sealed record PresignedRequest(string Method, Uri Url, IReadOnlyDictionary<string, string> Headers, DateTimeOffset ExpiresAt);
