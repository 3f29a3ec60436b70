using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Holdfast.Keys;

/// <summary>
/// The name of an object: UTF-8, 1 to 1024 bytes, <c>/</c> separates, kept byte for byte. Never trimmed, decoded or normalised.
/// A value of this type can only hold a valid key; <c>default</c> holds none and throws when used.
/// </summary>
/// <remarks>
/// Refused: NUL, lone surrogates, <c>.</c> and <c>..</c> as segments, and everything below <c>.holdfast/</c>, which is Holdfast's own.
/// Keys compare in the order of their UTF-8 bytes, as S3 lists them.
/// </remarks>
public readonly struct ObjectKey : IEquatable<ObjectKey>, IComparable<ObjectKey>
{
    /// <summary>The longest key in UTF-8 bytes.</summary>
    public const int MaxBytes = 1024;

    /// <summary>The prefix below which Holdfast keeps its own files on every backend.</summary>
    public const string ReservedPrefix = ".holdfast/";

    private readonly string? _value;

    private ObjectKey(string value) => _value = value;

    /// <summary>The key as text.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default</c>.</exception>
    public string Value => _value ?? throw new InvalidOperationException("default(ObjectKey) names no object.");

    /// <summary>Whether this is <c>default</c>, which names no object.</summary>
    public bool IsDefault => _value is null;

    /// <summary>Whether the key lies below <see cref="ReservedPrefix"/>.</summary>
    public bool IsReserved => Value.StartsWith(ReservedPrefix, StringComparison.Ordinal);

    /// <summary>Makes a key of text.</summary>
    /// <exception cref="Errors.StorageException"><see cref="Errors.StorageErrorKind.InvalidKey"/>, naming the rule that was broken.</exception>
    public static ObjectKey Parse(string text) =>
        KeyRules.Check(text) is { } broken ? throw Errors.StorageErrors.InvalidKey(text, broken) : new ObjectKey(text);

    /// <summary>Makes a key of text; false with the broken rule when the text is no valid key.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ObjectKey key, [NotNullWhen(false)] out string? brokenRule)
    {
        brokenRule = KeyRules.Check(text);
        key = brokenRule is null ? new ObjectKey(text!) : default;
        return brokenRule is null;
    }

    /// <summary>A key of Holdfast's own below <see cref="ReservedPrefix"/>; users cannot make one.</summary>
    /// <param name="name">What follows the prefix, such as <c>v/01JD3K/01JD3KX...</c>.</param>
    public static ObjectKey Reserved(string name)
    {
        var text = ReservedPrefix + name;
        return KeyRules.CheckShape(text) is { } broken ? throw Errors.StorageErrors.InvalidKey(text, broken) : new ObjectKey(text);
    }

    /// <summary>Reads a stored key back, reserved or not.</summary>
    public static ObjectKey FromStored(string text) =>
        KeyRules.CheckShape(text) is { } broken ? throw Errors.StorageErrors.InvalidKey(text, broken) : new ObjectKey(text);

    /// <summary>The length in UTF-8 bytes.</summary>
    public int ByteCount => Encoding.UTF8.GetByteCount(Value);

    /// <inheritdoc/>
    public bool Equals(ObjectKey other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ObjectKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is null ? 0 : string.GetHashCode(_value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public int CompareTo(ObjectKey other) => KeyOrder.Compare(_value, other._value);

    /// <summary>The key as text; empty for <c>default</c>.</summary>
    public override string ToString() => _value ?? string.Empty;

    /// <summary>Equal to the byte.</summary>
    public static bool operator ==(ObjectKey left, ObjectKey right) => left.Equals(right);

    /// <summary>Different in some byte.</summary>
    public static bool operator !=(ObjectKey left, ObjectKey right) => !left.Equals(right);

    /// <summary>Before, in the order of UTF-8 bytes.</summary>
    public static bool operator <(ObjectKey left, ObjectKey right) => left.CompareTo(right) < 0;

    /// <summary>After, in the order of UTF-8 bytes.</summary>
    public static bool operator >(ObjectKey left, ObjectKey right) => left.CompareTo(right) > 0;

    /// <summary>Before or equal, in the order of UTF-8 bytes.</summary>
    public static bool operator <=(ObjectKey left, ObjectKey right) => left.CompareTo(right) <= 0;

    /// <summary>After or equal, in the order of UTF-8 bytes.</summary>
    public static bool operator >=(ObjectKey left, ObjectKey right) => left.CompareTo(right) >= 0;
}
