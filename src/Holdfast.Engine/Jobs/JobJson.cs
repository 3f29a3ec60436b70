using System.Text.Json;

namespace Holdfast.Engine.Jobs;

/// <summary>How arguments and reports of jobs are written: names in snake_case, as everywhere in the API.</summary>
internal static class JobJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
