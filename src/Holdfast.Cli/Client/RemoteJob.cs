using System.Text.Json;

namespace Holdfast.Cli.Client;

/// <summary>A job as the API shows it.</summary>
internal sealed record RemoteJob
{
    public string Id { get; init; } = string.Empty;

    public string Kind { get; init; } = string.Empty;

    public string State { get; init; } = string.Empty;

    public RemoteProgress Progress { get; init; } = new();

    /// <summary>The findings so far; what is in it depends on the kind.</summary>
    public JsonElement? Report { get; init; }

    public JsonElement? Error { get; init; }

    public string? Owner { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether it will not change any more by itself.</summary>
    public bool HasEnded => State is "succeeded" or "failed" or "cancelled";

    /// <summary>The reason of a failure as text.</summary>
    public string? ErrorText => Error switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } detailed when detailed.TryGetProperty("detail", out var detail) => detail.ToString(),
        { ValueKind: JsonValueKind.Object } other => other.GetRawText(),
        _ => null,
    };

    /// <summary>A count of the report; 0 where it has none.</summary>
    public long Count(string name) =>
        Report is { ValueKind: JsonValueKind.Object } report && report.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetInt64()
            : 0;
}

/// <summary>How far a job is.</summary>
internal sealed record RemoteProgress
{
    public long? FilesTotal { get; init; }

    public long FilesDone { get; init; }

    public long FilesFailed { get; init; }

    public long? BytesTotal { get; init; }

    public long BytesDone { get; init; }

    public double? BytesPerSecond { get; init; }

    public double? EtaSeconds { get; init; }
}
