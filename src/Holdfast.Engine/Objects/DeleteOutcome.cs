using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Objects;

/// <summary>What became of one key of a batch.</summary>
/// <param name="Key">The key.</param>
/// <param name="Existed">Whether an object was there.</param>
/// <param name="Error">Why it failed, or null.</param>
public sealed record DeleteOutcome(ObjectKey Key, bool Existed, StorageException? Error);
