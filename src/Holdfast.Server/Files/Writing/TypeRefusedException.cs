namespace Holdfast.Server.Files.Writing;

/// <summary>An upload's content type is not one of those that are allowed.</summary>
internal sealed class TypeRefusedException(string type, IReadOnlyList<string> allowed)
    : Exception($"Files of the type '{Errors.StorageErrors.Quote(type)}' are not allowed here.")
{
    /// <summary>What is.</summary>
    public IReadOnlyList<string> Allowed { get; } = allowed;
}
