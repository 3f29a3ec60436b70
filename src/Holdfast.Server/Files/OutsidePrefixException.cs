namespace Holdfast.Server.Files;

/// <summary>A token that is limited to a key prefix was used beyond it.</summary>
internal sealed class OutsidePrefixException() : Exception("This token is limited to keys below another prefix.");
