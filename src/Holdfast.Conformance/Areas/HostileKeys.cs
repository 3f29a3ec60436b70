namespace Holdfast.Conformance;

/// <summary>Names that are legal and that somebody, somewhere, got wrong. All of them differ.</summary>
public static class HostileKeys
{
    /// <summary>Names without control characters.</summary>
    public static IReadOnlyList<string> Printable { get; } =
    [
        "simple", "a/b/c",
        " leading", "trailing ", "in side", "two  spaces", " x/ y /z ",
        "%", "%20", "%2F", "%2f", "%46", "%Q", "100%", "%48%45%4C%4C%4F", "HELLO", "a%00b",
        "with+plus", "with plus", "with%20plus", "with%2Bplus",
        "!\"#$%&'()*+,-.:;<=>?@[]^_{}~`|", "q?x=1&y=2", "frag#ment", "a=b;c,d", "quote'\"", "<tag>&amp;",
        "[name]", "{0}/{0}", "[dir]/*?", "*", "?", "star*/x", "{a,b}",
        "back\\slash", "..\\..\\x", "double\\\\back", "c:\\x", "a:b", "c:/x",
        "a//b///c", "/lead", "trail/", "//", "///", "a///", "/etc/passwd",
        ".hidden", "a.", "...", "a..b", "..a", "a..", ". ", ".../x", "a/...", "x/.y", ".holdfastx/y", ".Holdfast-not/y",
        "emoji-😀", "👩‍👩‍👧‍👦", "🏳️‍🌈", "שלום", "e\u0301", "\u00e9", "êé", "世界", "\U00010000", "\uFFFD", "\uE000", "\uFB01", "ﬁ/fi",
        "A.txt", "a.txt", "İ", "i", "ı", "I", "ß", "ss", "K", "\u212A",
        "CON", "con.txt", "NUL", "nul.txt", "COM1", "aux", "prn/x", "LPT9.log", "dot./x", "space /x",
        "file", "file/below", "file/below/deep", "file.below",
        "o.attrs", "o.tmp", "o.json", "foo#123", "__0x2f__", "o~", ".o.swp", "holdfast/v/1", "x/.holdfast/y", "overflow", "~", "-rf", "--", "$HOME", "`id`", "$(id)",
    ];

    /// <summary>Names with control characters.</summary>
    public static IReadOnlyList<string> Controls { get; } =
        ["tab\there", "line\nfeed", "carriage\rreturn", "\vvertical\v", "esc\u001b[31m", "\u0001", "\u001f", "del\u007f", "c1\u0085", "\n", "a/\n/b", "\r\nX-Injected: 1"];
}
