using System.Text.Json.Serialization;

namespace Holdfast.Server.Contracts;

/// <summary>What a form upload stored.</summary>
internal sealed record FilesJson(IReadOnlyList<ObjectJson> Files);

/// <summary>A page of objects and prefixes.</summary>
internal sealed record FileListJson(IReadOnlyList<ObjectJson> Objects, IReadOnlyList<string> Prefixes, string? NextCursor);

/// <summary>Which objects to delete.</summary>
internal sealed record DeleteRequestJson(IReadOnlyList<string>? Keys);

/// <summary>What became of each key, in the order given.</summary>
internal sealed record DeleteResultsJson(IReadOnlyList<DeleteResultJson> Results);

/// <summary>What became of one key: <c>deleted</c>, <c>not_found</c> or <c>failed</c>.</summary>
internal sealed record DeleteResultJson(string Key, string Status, bool Deleted, ErrorJson? Error);

/// <summary>Why a part of a request failed.</summary>
internal sealed record ErrorJson(string Code, string Detail);

/// <summary>What to copy or move.</summary>
internal sealed record TransferRequestJson(string? From, string? To, [property: JsonPropertyName("overwrite")] bool Overwrite = false);

/// <summary>Where an object is, where it belongs and why.</summary>
internal sealed record ExplanationJson(
    string Key,
    ObjectJson? Object,
    string Strategy,
    IReadOnlyList<WantedJson> Wanted,
    IReadOnlyList<ReplicaJson> Actual,
    string Summary,
    IReadOnlyList<JournalJson> Journal);

/// <summary>A backend on which a replica belongs.</summary>
internal sealed record WantedJson(string Backend, string Why);

/// <summary>One thing that happened to an object.</summary>
internal sealed record JournalJson(DateTimeOffset At, string Event, string? Version, string? Backend, string? Detail);
