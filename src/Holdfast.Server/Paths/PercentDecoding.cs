using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Holdfast.Server.Paths;

/// <summary>Undoes percent-encoding exactly once and strictly: what is no valid escape or no valid UTF-8 is refused, never guessed at.</summary>
internal static class PercentDecoding
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The decoded text; false with the broken rule.</summary>
    public static bool TryDecode(ReadOnlySpan<char> encoded, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? brokenRule)
    {
        text = null;
        brokenRule = null;
        if (encoded.IndexOf('%') < 0 && Ascii.IsValid(encoded))
        {
            text = encoded.ToString();
            return true;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(encoded.Length);
        try
        {
            var length = 0;
            for (var i = 0; i < encoded.Length; i++)
            {
                var c = encoded[i];
                if (c is not '%')
                {
                    if (!char.IsAscii(c))
                    {
                        brokenRule = "characters beyond ASCII are percent-encoded in a path";
                        return false;
                    }

                    bytes[length++] = (byte)c;
                    continue;
                }

                if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2]))
                {
                    brokenRule = "a percent sign begins an escape of two hexadecimal digits";
                    return false;
                }

                bytes[length++] = (byte)((Digit(encoded[i + 1]) << 4) | Digit(encoded[i + 2]));
                i += 2;
            }

            text = Strict.GetString(bytes, 0, length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            brokenRule = "a path is valid UTF-8 once decoded";
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static int Digit(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
