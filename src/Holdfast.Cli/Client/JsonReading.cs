using System.Text.Json;

namespace Holdfast.Cli.Client;

/// <summary>Reads members that may be absent.</summary>
internal static class JsonReading
{
    /// <summary>The member as text, numbers and booleans included; null when absent or null.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name) is { } member ? member.ToString() : null;

    /// <summary>The member as a number; null when absent.</summary>
    public static long? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } member ? (long)member.GetDouble() : null;

    /// <summary>The member as a moment; null when absent.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } member && member.TryGetDateTimeOffset(out var time) ? time : null;

    /// <summary>The items of a member that is an array; none when absent.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } member ? [.. member.EnumerateArray()] : [];

    /// <summary>The member; null when absent or null.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}
