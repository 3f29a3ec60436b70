using System.Globalization;
using Holdfast.Objects;

namespace Holdfast.Server.Files.Reading;

/// <summary>
/// The Range header (RFC 9110 section 14). A header of another unit, with a broken syntax or with more ranges than are served is ignored, as the
/// RFC has it: the answer is then the whole.
/// </summary>
internal static class RangeHeader
{
    /// <summary>The most ranges that are served one by one.</summary>
    public const int MaxRanges = 8;

    /// <summary>The ranges that a header asks for; null when the whole is to be sent.</summary>
    public static IReadOnlyList<ByteRange>? Parse(string? header)
    {
        const string unit = "bytes=";
        if (header is null || !header.StartsWith(unit, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var ranges = new List<ByteRange>(1);
        var specs = header.AsSpan(unit.Length);
        foreach (var part in specs.Split(','))
        {
            var spec = specs[part].Trim(" \t");
            if (spec.IsEmpty)
            {
                continue;
            }

            if (ParseOne(spec) is not { } range || ranges.Count == MaxRanges)
            {
                return null;
            }

            ranges.Add(range);
        }

        return ranges.Count == 0 ? null : ranges;
    }

    private static ByteRange? ParseOne(ReadOnlySpan<char> spec)
    {
        var dash = spec.IndexOf('-');
        if (dash < 0)
        {
            return null;
        }

        var first = spec[..dash].TrimEnd(" \t");
        var last = spec[(dash + 1)..].TrimStart(" \t");
        if (first.IsEmpty)
        {
            return Number(last) is { } suffix ? ByteRange.Last(suffix) : null;
        }

        if (Number(first) is not { } from)
        {
            return null;
        }

        if (last.IsEmpty)
        {
            // Offset 0 to the end is a range that the client asked for, answered as one; Of() with the largest length says so.
            return ByteRange.Of(from, long.MaxValue);
        }

        if (Number(last) is not { } to || to < from)
        {
            return null;
        }

        return ByteRange.Of(from, to == long.MaxValue ? long.MaxValue : to - from + 1);
    }

    // A number beyond 64 bits is still a number: it lies past every end.
    private static long? Number(ReadOnlySpan<char> digits)
    {
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : long.MaxValue;
    }
}
