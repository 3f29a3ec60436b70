using Holdfast.Errors;

namespace Holdfast.Layers;

/// <summary>How a breaker stands.</summary>
/// <param name="Status">Whether it lets calls through. It is half-open from the moment the pause is over, called or not.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="LastError">The last failure that counted, also when it is closed again; null when there was none.</param>
public sealed record BreakerState(BreakerStatus Status, DateTimeOffset Since, StorageException? LastError);
