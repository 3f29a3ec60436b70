using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Backends;

/// <summary>What became of one key of a delete.</summary>
/// <param name="Key">The key, as given.</param>
/// <param name="Existed">Whether it was there; null when the backend does not tell.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record DeleteResult(ObjectKey Key, bool? Existed, StorageException? Error);
