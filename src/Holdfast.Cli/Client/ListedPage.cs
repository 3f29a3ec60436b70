using System.Text.Json;

namespace Holdfast.Cli.Client;

/// <summary>An object of a list, with the JSON as the server wrote it.</summary>
internal readonly record struct ListedObject(RemoteObject Value, JsonElement Raw);

/// <summary>One page of a list.</summary>
internal sealed record ListedPage(IReadOnlyList<ListedObject> Objects, IReadOnlyList<string> Prefixes, string? NextCursor);
