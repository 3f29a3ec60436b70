using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Platform.People.Tokens;

/// <summary>The SHA-256 of a secret: all that is kept of it. Its equality takes the same time whatever differs.</summary>
internal readonly struct TokenDigest : IEquatable<TokenDigest>
{
    private const int MaxChars = 128;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private TokenDigest(ReadOnlySpan<byte> hash)
    {
        _a = BinaryPrimitives.ReadUInt64LittleEndian(hash);
        _b = BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]);
        _c = BinaryPrimitives.ReadUInt64LittleEndian(hash[16..]);
        _d = BinaryPrimitives.ReadUInt64LittleEndian(hash[24..]);
    }

    /// <summary>The digest of a text that has the shape of a token; false for anything else, without looking further.</summary>
    public static bool TryOfToken(ReadOnlySpan<char> text, out TokenDigest digest)
    {
        digest = default;
        return text.Length == Secrets.TokenLength && text.StartsWith(Secrets.TokenPrefix, StringComparison.Ordinal) && TryOf(text, out digest);
    }

    /// <summary>The digest of a short ASCII text; false for anything else.</summary>
    public static bool TryOf(ReadOnlySpan<char> text, out TokenDigest digest)
    {
        digest = default;
        if (text.Length is 0 or > MaxChars || !Ascii.IsValid(text))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[text.Length];
        Encoding.ASCII.GetBytes(text, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        digest = new TokenDigest(hash);
        return true;
    }

    public bool Equals(TokenDigest other)
    {
        var (left, right) = (this, other);
        return CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref left, 1)),
            MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref right, 1)));
    }

    public override bool Equals(object? obj) => obj is TokenDigest other && Equals(other);

    public override int GetHashCode() => (int)_a;

    /// <summary>As it is stored: 64 hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(hash, _a);
        BinaryPrimitives.WriteUInt64LittleEndian(hash[8..], _b);
        BinaryPrimitives.WriteUInt64LittleEndian(hash[16..], _c);
        BinaryPrimitives.WriteUInt64LittleEndian(hash[24..], _d);
        return Convert.ToHexStringLower(hash);
    }
}
