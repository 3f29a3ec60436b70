using System.Buffers.Text;
using System.Security.Cryptography;

namespace Holdfast.Platform.People;

/// <summary>Makes the secrets that people and programs carry.</summary>
internal static class Secrets
{
    private const string PasswordLetters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>What every token begins with, so that scanners of leaked secrets can tell.</summary>
    public const string TokenPrefix = "hf_";

    /// <summary>The length of a token: the prefix and 256 bits as URL-safe base 64.</summary>
    public const int TokenLength = 3 + 43;

    /// <summary>A new token.</summary>
    public static string NewToken() => TokenPrefix + NewCode();

    /// <summary>256 random bits that may stand in a URL.</summary>
    public static string NewCode() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A password that can be read aloud and typed: more than 128 bits, no letters that look alike.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetString(PasswordLetters, 24);

    /// <summary>A new security stamp.</summary>
    public static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
