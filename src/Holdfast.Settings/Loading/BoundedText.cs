using System.Text;

namespace Holdfast.Settings;

/// <summary>Reads small text files whose content nobody vouches for.</summary>
internal static class BoundedText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file; or, when it is none, what is wrong and on which line if that is known.</summary>
    public static (string? Text, string? Error, int? Line) Read(string path, int mostBytes)
    {
        byte[] bytes;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            // The length is not asked: pipes and devices have none, and /dev/zero no end.
            bytes = new byte[mostBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            bytes = bytes[..length];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return (null, Reason(path, exception), null);
        }

        if (bytes.Length > mostBytes)
        {
            return (null, $"it is larger than {Values.SizeText.Format(mostBytes)}", null);
        }

        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return (null, "it is written in UTF-16; save it as UTF-8", null);
        }

        var nul = Array.IndexOf(bytes, (byte)0);
        if (nul >= 0)
        {
            return (null, "it is not a text file (a NUL byte is in it)", LineOf(bytes, nul));
        }

        try
        {
            return (Strict.GetString(bytes), null, null);
        }
        catch (DecoderFallbackException exception)
        {
            return (null, "it is not UTF-8 text", LineOf(bytes, Math.Clamp(exception.Index, 0, bytes.Length)));
        }
    }

    private static int LineOf(byte[] bytes, int position) => 1 + bytes.AsSpan(0, position).Count((byte)'\n');

    private static string Reason(string path, Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        _ when Directory.Exists(path) => "it is a folder",
        UnauthorizedAccessException => "this program may not read it",
        NotSupportedException or ArgumentException => "its name is not a path",
        _ => "it cannot be read",
    };
}
