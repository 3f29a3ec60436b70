using System.Text;

namespace Holdfast.Local.Keys;

/// <summary>
/// Where a key lies that no plain path can hold: below <c>.holdfast/overflow/</c>, its bytes cut every <see cref="PieceBytes"/>, each piece as
/// <see cref="PercentText"/>; all but the last are directories ending in <c>~</c>, the last is a file ending in <c>=</c>. No piece is longer than
/// 199 characters, and a piece never is another key's folder and file at once.
/// </summary>
internal static class OverflowPath
{
    public const string Area = ".holdfast/overflow";
    public const byte FolderMark = (byte)'~';
    public const byte FileMark = (byte)'=';

    /// <summary>
    /// How many bytes of the key a piece holds; each is at most three characters. Cutting at bytes, not at characters, keeps all folders of one
    /// depth the same length in bytes, so that a walk in name order is a walk in key order.
    /// </summary>
    public const int PieceBytes = 66;

    public static string Of(string key)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(key);
        var path = new StringBuilder(Area);
        while (true)
        {
            path.Append('/');
            PercentText.Append(path, bytes[..Math.Min(bytes.Length, PieceBytes)]);
            if (bytes.Length <= PieceBytes)
            {
                return path.Append((char)FileMark).ToString();
            }

            path.Append((char)FolderMark);
            bytes = bytes[PieceBytes..];
        }
    }

    /// <summary>The key of a path below <see cref="Area"/>, or null when <see cref="Of"/> does not make that path.</summary>
    public static string? KeyOf(string path)
    {
        if (!path.StartsWith(Area + "/", StringComparison.Ordinal))
        {
            return null;
        }

        var bytes = new List<byte>();
        var pieces = path[(Area.Length + 1)..].Split('/');
        for (var i = 0; i < pieces.Length; i++)
        {
            if (Piece(Encoding.UTF8.GetBytes(pieces[i]), out var isFile) is not { } piece || isFile != (i == pieces.Length - 1))
            {
                return null;
            }

            bytes.AddRange(piece);
        }

        return Utf8Text.Decode([.. bytes]);
    }

    /// <summary>The bytes that one name holds, or null when it is no piece.</summary>
    public static byte[]? Piece(ReadOnlySpan<byte> name, out bool isFile)
    {
        isFile = name.Length > 0 && name[^1] == FileMark;
        if (name.Length < 2 || (name[^1] is not (FileMark or FolderMark)) || PercentText.Decode(name[..^1]) is not { } bytes)
        {
            return null;
        }

        return bytes.Length == PieceBytes || (isFile && bytes.Length < PieceBytes) ? bytes : null;
    }
}
