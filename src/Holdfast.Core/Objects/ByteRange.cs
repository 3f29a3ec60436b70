namespace Holdfast.Objects;

/// <summary>A part of an object's bytes: from an offset for a length (or to the end), or the last so many bytes.</summary>
/// <remarks><c>default</c> is the whole object.</remarks>
public readonly record struct ByteRange
{
    private readonly long _offset;
    private readonly bool _suffix;

    private ByteRange(long? offset, long? length)
    {
        _offset = offset ?? 0;
        _suffix = offset is null;
        Length = length;
    }

    /// <summary>The first byte, counted from 0; null for a suffix range.</summary>
    public long? Offset => _suffix ? null : _offset;

    /// <summary>How many bytes; null means to the end. For a suffix range, how many of the last bytes.</summary>
    public long? Length { get; }

    /// <summary>The whole object.</summary>
    public static ByteRange All => default;

    /// <summary>From an offset to the end.</summary>
    public static ByteRange From(long offset) => new(NotNegative(offset), null);

    /// <summary>From an offset for so many bytes; what lies past the end is left out.</summary>
    public static ByteRange Of(long offset, long length) => new(NotNegative(offset), NotNegative(length));

    /// <summary>The last so many bytes; the whole object when it is shorter.</summary>
    public static ByteRange Last(long length) => new(null, NotNegative(length));

    /// <summary>Whether it is the whole object, whatever its size.</summary>
    public bool IsAll => Offset is 0 && Length is null;

    /// <summary>
    /// Where the range lies in an object of <paramref name="size"/> bytes; null when it cannot be satisfied (it begins at or past the end).
    /// The whole of an empty object, an empty range inside the object and an empty suffix are satisfiable and empty.
    /// </summary>
    public (long Offset, long Length)? Within(long size)
    {
        if (Offset is not { } offset)
        {
            var last = Math.Min(Length ?? 0, size);
            return (size - last, last);
        }

        if (IsAll)
        {
            return (0, size);
        }

        return offset >= size ? null : (offset, Math.Min(Length ?? long.MaxValue, size - offset));
    }

    private static long NotNegative(long value) =>
        value >= 0 ? value : throw Errors.StorageErrors.InvalidArgument("A range has no negative offset or length.");
}
