using System.Globalization;
using System.Text;

namespace Holdfast.Server.Tests.Support;

/// <summary>What came back on a raw connection.</summary>
internal sealed record RawAnswer(int Status, Dictionary<string, string> Headers, string Body)
{
    /// <summary>A whole answer with a Content-Length, or a chunked one that ended.</summary>
    public static bool TryParse(byte[] bytes, bool head, out RawAnswer answer)
    {
        answer = Parse(bytes);
        if (answer.Status == 0)
        {
            return false;
        }

        if (head || answer.Status is 204 or 304)
        {
            return true;
        }

        return answer.Headers.TryGetValue("Content-Length", out var length)
            ? Encoding.Latin1.GetByteCount(answer.Body) >= int.Parse(length, CultureInfo.InvariantCulture)
            : answer.Body.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
    }

    public static RawAnswer Parse(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return new RawAnswer(0, [], text);
        }

        var lines = text[..end].Split("\r\n");
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).GroupBy(p => p[0], StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First()[1], StringComparer.OrdinalIgnoreCase);
        return new RawAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, text[(end + 4)..]);
    }
}
