using System.Text;

namespace Holdfast.Cli.Client;

/// <summary>Writes keys into request targets so that they arrive byte for byte, whatever lies between.</summary>
internal static class KeyPath
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /// <summary>
    /// The key as a path. Every byte outside the unreserved characters is percent-encoded; a slash stays a slash only between two segments that
    /// proxies leave alone: beside an empty segment it is <c>%2F</c>, and the segments <c>.</c> and <c>..</c> are encoded, so that nothing merges or resolves them.
    /// </summary>
    public static string Encode(string key)
    {
        var path = new StringBuilder(key.Length + 16);
        var segments = key.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (i > 0)
            {
                path.Append(segments[i - 1].Length == 0 || segments[i].Length == 0 ? "%2F" : "/");
            }

            if (segments[i] is "." or "..")
            {
                path.Append(segments[i].Replace(".", "%2E", StringComparison.Ordinal));
            }
            else
            {
                AppendEscaped(path, segments[i]);
            }
        }

        return path.ToString();
    }

    /// <summary>A value of a query, with a slash encoded too.</summary>
    public static string EncodeQuery(string value)
    {
        var text = new StringBuilder(value.Length + 16);
        AppendEscaped(text, value);
        return text.ToString();
    }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        foreach (var octet in Encoding.UTF8.GetBytes(value))
        {
            if (Unreserved.Contains((char)octet, StringComparison.Ordinal))
            {
                text.Append((char)octet);
            }
            else
            {
                text.Append('%').Append(Convert.ToHexString([octet]));
            }
        }
    }
}
