namespace Holdfast.Platform.People;

/// <summary>The caller is known and may not do that. The message is for the caller and holds no secret.</summary>
public sealed class AccessDeniedException(string message) : Exception(message);
