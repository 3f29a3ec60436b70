namespace Holdfast.Cli.Client;

/// <summary>The file or pipe that was to be sent cannot be read.</summary>
internal sealed class SourceException(Exception inner) : Exception(inner.Message, inner);

/// <summary>An upload from a pipe broke after its beginning; the bytes cannot be had again.</summary>
internal sealed class UnrepeatableUploadException(Exception inner) : Exception(inner.Message, inner);

/// <summary>The object was replaced or deleted between two requests of one download.</summary>
internal sealed class ObjectChangedException(string key) : Exception($"'{key}' was replaced while it was read.");
