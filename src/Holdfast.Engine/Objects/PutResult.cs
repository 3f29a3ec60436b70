namespace Holdfast.Engine.Objects;

/// <summary>What a put, copy or move did.</summary>
/// <param name="Object">The object as committed.</param>
/// <param name="Replaced">Whether an object was there before.</param>
public sealed record PutResult(StoredObject Object, bool Replaced);
