using System.Text.Json;

namespace Holdfast.Cli.Client;

/// <summary>What became of one key of a batch.</summary>
/// <param name="Key">The key as it was given.</param>
/// <param name="Existed">Whether an object was there.</param>
/// <param name="Error">Why it failed, or null.</param>
internal sealed record DeletedKey(string Key, bool Existed, string? Error)
{
    /// <summary>Reads the per-key results, which come in the order of the keys.</summary>
    public static IReadOnlyList<DeletedKey> ReadAll(IReadOnlyList<string> keys, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("results", out var results) || results.GetArrayLength() != keys.Count)
        {
            throw new JsonException("The server's answer to a batch has another shape than the API promises.");
        }

        return [.. results.EnumerateArray().Select((result, i) => Read(keys[i], result))];
    }

    private static DeletedKey Read(string key, JsonElement result)
    {
        string? error = null;
        if (result.TryGetProperty("error", out var found) && found.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
        {
            error = found.ValueKind == JsonValueKind.Object && found.TryGetProperty("detail", out var detail) ? detail.GetString() : found.ToString();
        }

        var existed = result.TryGetProperty("existed", out var was) ? was.ValueKind == JsonValueKind.True
            : result.TryGetProperty("deleted", out var deleted) && deleted.ValueKind == JsonValueKind.True;
        return new DeletedKey(key, existed && error is null, error);
    }
}
