using System.Text;

namespace Holdfast.Local.Keys;

/// <summary>UTF-8 that is refused, not repaired, where it is invalid: two different names must never become one key.</summary>
internal static class Utf8Text
{
    public static string? Decode(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
