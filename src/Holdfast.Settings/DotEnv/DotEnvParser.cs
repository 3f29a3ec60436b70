using System.Text;

namespace Holdfast.Settings;

/// <summary>
/// Reads the grammar of settings files: comments, <c>export</c>, values bare or in single or double quotes. Expands
/// nothing: a dollar sign is a dollar sign.
/// </summary>
internal sealed class DotEnvParser
{
    private readonly string _text;
    private readonly bool _hasByteOrderMark;
    private readonly List<DotEnvEntry> _entries = [];
    private readonly List<DotEnvProblem> _problems = [];
    private int _line = 1;
    private int _start;

    public DotEnvParser(string text)
    {
        _hasByteOrderMark = text.StartsWith('\uFEFF');
        _text = _hasByteOrderMark ? text[1..] : text;
    }

    public DotEnvDocument Parse()
    {
        while (_start < _text.Length)
        {
            ReadEntry();
        }

        return new DotEnvDocument(_hasByteOrderMark, _entries, _problems);
    }

    private void ReadEntry()
    {
        var end = EndOfLine(_start);
        var at = SkipBlanks(_start, end);
        if (at == end || _text[at] == '#')
        {
            Keep(end);
            return;
        }

        at = SkipExport(at, end);
        var name = at;
        while (at < end && IsNameCharacter(_text[at], at == name))
        {
            at++;
        }

        var nameEnd = at;
        at = SkipBlanks(at, end);
        if (nameEnd == name)
        {
            Refuse(end, "NAME=value was expected, but the line does not begin with a name");
        }
        else if (at == end || _text[at] != '=')
        {
            Refuse(end, "NAME=value was expected, but no '=' follows the name");
        }
        else
        {
            ReadValue(_text[name..nameEnd], at + 1, end);
        }
    }

    private void ReadValue(string name, int afterEquals, int end)
    {
        var at = SkipBlanks(afterEquals, end);
        if (at < end && _text[at] == '\'')
        {
            var close = _text.IndexOf('\'', at + 1, end - at - 1);
            if (close < 0)
            {
                Refuse(end, "the single quote is not closed on this line (a value of several lines needs double quotes)");
                return;
            }

            Finish(name, _text[(at + 1)..close], DotEnvQuoting.Single, at, close + 1);
        }
        else if (at < end && _text[at] == '"')
        {
            ReadDoubleQuoted(name, at, end);
        }
        else
        {
            var stop = EndOfBareValue(at, end);
            Add(name, _text[at..stop], DotEnvQuoting.None, at, stop, end);
        }
    }

    private void ReadDoubleQuoted(string name, int open, int end)
    {
        var value = new StringBuilder();
        for (var at = open + 1; at < _text.Length; at++)
        {
            var character = _text[at];
            if (character == '"')
            {
                Finish(name, value.ToString(), DotEnvQuoting.Double, open, at + 1);
                return;
            }

            if (character == '\\' && at + 1 < _text.Length && Escaped(_text[at + 1]) is { } meant)
            {
                value.Append(meant);
                at++;
            }
            else if (character == '\r')
            {
                // How the file ends its lines is no part of a value: a key pasted on Windows is the same key.
                value.Append('\n');
                at += at + 1 < _text.Length && _text[at + 1] == '\n' ? 1 : 0;
            }
            else
            {
                value.Append(character);
            }
        }

        // Only this line is given up: what follows is read as if the quote were not there, so that one slip
        // does not hide all other settings.
        Refuse(end, "the double quote that opens on this line is never closed");
    }

    // What stands behind a closing quote may only be a comment.
    private void Finish(string name, string value, DotEnvQuoting quoting, int open, int close)
    {
        var end = EndOfLine(close);
        var rest = SkipBlanks(close, end);
        if (rest < end && _text[rest] != '#')
        {
            Refuse(EndOfLine(_start), EndOfLine(_start) == end
                ? "something follows the closing quote; is a quote inside the value not escaped?"
                : $"the quote that opens on this line is closed only on line {LineAt(close)}, and something follows it there; is a closing quote missing?");
            return;
        }

        Add(name, value, quoting, open, close, end);
    }

    private int EndOfBareValue(int at, int end)
    {
        for (var i = at; i < end; i++)
        {
            if (_text[i] == '#' && IsBlank(_text[i - 1]))
            {
                end = i;
            }
        }

        while (end > at && IsBlank(_text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private void Add(string name, string value, DotEnvQuoting quoting, int from, int to, int end)
    {
        var next = AfterLineEnd(end);
        _entries.Add(new DotEnvAssignment(_line, _text[_start..next], name, value, quoting, from - _start, to - from));
        Advance(next);
    }

    private void Keep(int end)
    {
        var next = AfterLineEnd(end);
        _entries.Add(new DotEnvEntry(_line, _text[_start..next]));
        Advance(next);
    }

    private void Refuse(int end, string message)
    {
        _problems.Add(new DotEnvProblem(_line, message));
        Keep(end);
    }

    private void Advance(int next)
    {
        _line = LineAt(next);
        _start = next;
    }

    private int LineAt(int position)
    {
        var line = _line;
        for (var at = _start; at < position; at++)
        {
            line += _text[at] == '\n' || (_text[at] == '\r' && (at + 1 >= _text.Length || _text[at + 1] != '\n')) ? 1 : 0;
        }

        return line;
    }

    private int SkipExport(int at, int end)
    {
        const string export = "export";
        var after = at + export.Length;
        if (after >= end || string.CompareOrdinal(_text, at, export, 0, export.Length) != 0 || !IsBlank(_text[after]))
        {
            return at;
        }

        var name = SkipBlanks(after, end);
        return name < end && _text[name] == '=' ? at : name;
    }

    private int SkipBlanks(int at, int end)
    {
        while (at < end && IsBlank(_text[at]))
        {
            at++;
        }

        return at;
    }

    private int EndOfLine(int at)
    {
        var end = _text.AsSpan(at).IndexOfAny('\r', '\n');
        return end < 0 ? _text.Length : at + end;
    }

    private int AfterLineEnd(int end) =>
        end >= _text.Length ? end
        : _text[end] == '\r' && end + 1 < _text.Length && _text[end + 1] == '\n' ? end + 2
        : end + 1;

    private static bool IsBlank(char character) => character is ' ' or '\t';

    // Dots and dashes are not for us, but other programs' names have them.
    private static bool IsNameCharacter(char character, bool first) =>
        char.IsAsciiLetter(character) || character == '_' || (!first && (char.IsAsciiDigit(character) || character is '.' or '-'));

    private static char? Escaped(char character) => character switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '"' or '\\' or '$' => character,
        _ => null,
    };
}
