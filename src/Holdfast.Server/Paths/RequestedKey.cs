namespace Holdfast.Server.Paths;

/// <summary>The key that a request names, decoded once and not checked yet.</summary>
/// <param name="Text">As the caller wrote it.</param>
internal sealed record RequestedKey(string Text);
