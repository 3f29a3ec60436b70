using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Holdfast.Errors;

namespace Holdfast.Objects;

/// <summary>
/// Names and values that travel with an object. Names are kept in lower case and unique, values exactly as given.
/// Refused with <see cref="StorageErrorKind.InvalidArgument"/>: empty names, two names that differ in case alone, control characters,
/// invalid Unicode, and more than <see cref="MaxBytes"/> in all. Immutable.
/// </summary>
public sealed class UserMetadata : IReadOnlyDictionary<string, string>, IEquatable<UserMetadata>
{
    /// <summary>Names and values together have at most so many UTF-8 bytes, which is what Azure and Google allow.</summary>
    public const int MaxBytes = 8192;

    private readonly FrozenDictionary<string, string> _values;

    private UserMetadata(FrozenDictionary<string, string> values) => _values = values;

    /// <summary>No names.</summary>
    public static UserMetadata Empty { get; } = new(FrozenDictionary<string, string>.Empty);

    /// <summary>Takes names and values.</summary>
    public static UserMetadata From(IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        var bytes = 0;
        foreach (var (name, value) in values)
        {
            var lower = Checked(name, "name").ToLowerInvariant();
            if (lower.Length == 0)
            {
                throw StorageErrors.InvalidArgument("A metadata name is not empty.");
            }

            if (!taken.TryAdd(lower, Checked(value, "value")))
            {
                throw StorageErrors.InvalidArgument($"The metadata name '{StorageErrors.Quote(lower)}' is given twice.");
            }

            bytes += Encoding.UTF8.GetByteCount(lower) + Encoding.UTF8.GetByteCount(value);
        }

        if (bytes > MaxBytes)
        {
            throw StorageErrors.InvalidArgument("Metadata names and values have at most 8192 bytes together.");
        }

        return taken.Count == 0 ? Empty : new UserMetadata(taken.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public string this[string key] => _values[key];

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => _values.Values;

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.OrderBy(p => p.Key, StringComparer.Ordinal).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(UserMetadata? other) =>
        other is not null && other.Count == Count && _values.All(p => other._values.TryGetValue(p.Key, out var value) && value == p.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as UserMetadata);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Keys.Aggregate(Count, (hash, name) => hash ^ string.GetHashCode(name, StringComparison.Ordinal));

    private static string Checked(string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Any(char.IsControl))
        {
            throw StorageErrors.InvalidArgument($"A metadata {what} holds no control characters.");
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                throw StorageErrors.InvalidArgument($"A metadata {what} is valid Unicode.");
            }
        }

        return text;
    }
}
