namespace Holdfast.Cli.Client;

/// <summary>An error answer (RFC 9457) as the API writes it.</summary>
internal sealed record RemoteProblem
{
    public string? Title { get; init; }

    public int? Status { get; init; }

    public string? Detail { get; init; }

    public string? Code { get; init; }

    public string? TraceId { get; init; }
}
