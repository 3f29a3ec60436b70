namespace Holdfast.Server.OpenApi;

/// <summary>What the API's description says of an endpoint.</summary>
/// <param name="tag">The group it is shown in.</param>
/// <param name="summary">What it does.</param>
internal sealed class EndpointDoc(string tag, string summary)
{
    public string Tag { get; } = tag;

    public string Summary { get; } = summary;

    /// <summary>More than the summary, in sentences.</summary>
    public string? Description { get; init; }

    /// <summary>The names of its query parameters.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>The names of request headers that count.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>The type of its JSON body.</summary>
    public Type? Body { get; init; }

    /// <summary>The media type of a body that is no JSON.</summary>
    public string? BodyMediaType { get; init; }

    /// <summary>The type of each answer's JSON, by status; null is no JSON.</summary>
    public Dictionary<int, Type?> Answers { get; init; } = [];

    /// <summary>The media type of answers that are no JSON.</summary>
    public string? AnswerMediaType { get; init; }
}
