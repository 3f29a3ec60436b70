using System.Text;

namespace Holdfast.Local.Keys;

/// <summary>
/// A key inside a private or quarantined name, so that the name alone tells where the file belongs: <see cref="PercentText"/>, cut every
/// <see cref="PieceLength"/> characters into folders ending in <c>~</c> and a file ending in <c>=</c>.
/// </summary>
internal static class PrivateText
{
    private const int PieceLength = 180;

    public static string Of(string key)
    {
        ReadOnlySpan<char> text = PercentText.Of(key);
        var path = new StringBuilder();
        while (text.Length > PieceLength)
        {
            path.Append(text[..PieceLength]).Append("~/");
            text = text[PieceLength..];
        }

        return path.Append(text).Append('=').ToString();
    }

    /// <summary>The key, or null when the text is not what <see cref="Of"/> makes.</summary>
    public static string? KeyOf(string text)
    {
        var pieces = text.Split('/');
        var joined = new StringBuilder();
        for (var i = 0; i < pieces.Length; i++)
        {
            if (!pieces[i].EndsWith(i == pieces.Length - 1 ? '=' : '~'))
            {
                return null;
            }

            joined.Append(pieces[i].AsSpan(0, pieces[i].Length - 1));
        }

        return PercentText.Decode(Encoding.UTF8.GetBytes(joined.ToString())) is { } bytes ? Utf8Text.Decode(bytes) : null;
    }
}
