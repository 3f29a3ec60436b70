using Holdfast.Objects;

namespace Holdfast.Server.Files.Reading;

/// <summary>What of an object is sent.</summary>
internal readonly record struct RangePlan
{
    private RangePlan(bool satisfiable, IReadOnlyList<(long Offset, long Length)>? parts)
    {
        Satisfiable = satisfiable;
        Parts = parts;
    }

    /// <summary>False when ranges were asked for and none lies inside the object.</summary>
    public bool Satisfiable { get; }

    /// <summary>The parts in the order asked for; null is the whole.</summary>
    public IReadOnlyList<(long Offset, long Length)>? Parts { get; }

    /// <summary>Decides for an object of that size.</summary>
    public static RangePlan For(IReadOnlyList<ByteRange>? ranges, long size)
    {
        if (ranges is null)
        {
            return new RangePlan(true, null);
        }

        var parts = new List<(long Offset, long Length)>(ranges.Count);
        var total = 0L;
        foreach (var range in ranges)
        {
            if (range.Offset is null && range.Length > 0 && size == 0)
            {
                // The last bytes of an empty object are the whole of it; there is no Content-Range that could say so.
                return new RangePlan(true, null);
            }

            if (range.Within(size) is { Length: > 0 } part)
            {
                parts.Add(part);
                total += part.Length;
            }
        }

        if (parts.Count == 0)
        {
            return new RangePlan(false, null);
        }

        // Overlapping ranges that add up to more than the object would only make the server send bytes twice.
        return parts.Count > 1 && total > size ? new RangePlan(true, null) : new RangePlan(true, parts);
    }
}
