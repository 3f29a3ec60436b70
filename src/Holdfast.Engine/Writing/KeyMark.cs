using Holdfast.Keys;

namespace Holdfast.Engine.Writing;

/// <summary>A key as it stands in the mark of a home. Marks hold no control characters; such keys are told apart by their escaped form.</summary>
internal static class KeyMark
{
    public static string Of(ObjectKey key) => key.Value.Any(char.IsControl) ? Uri.EscapeDataString(key.Value) : key.Value;
}
