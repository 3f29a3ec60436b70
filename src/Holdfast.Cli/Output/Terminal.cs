using System.Text;
using Spectre.Console;

namespace Holdfast.Cli.Output;

/// <summary>Where a command speaks: results on standard output, everything else on standard error. Decides what is a terminal and what may have colours.</summary>
internal sealed class Terminal
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly CliEnvironment _environment;
    private readonly Lock _errorLock = new();

    /// <param name="environment">The outside.</param>
    /// <param name="json">Whether standard output carries one JSON document and nothing else.</param>
    /// <param name="quiet">Whether only results that were asked for and errors are told.</param>
    public Terminal(CliEnvironment environment, bool json, bool quiet)
    {
        _environment = environment;
        IsJson = json;
        IsQuiet = quiet;
        var plain = environment.Variable("NO_COLOR") is { Length: > 0 } || environment.Variable("TERM") is "dumb";
        Out = new StreamWriter(environment.Output, Utf8, 16 * 1024, leaveOpen: true) { NewLine = "\n" };
        Error = new StreamWriter(environment.Error, Utf8, 1024, leaveOpen: true) { NewLine = "\n", AutoFlush = true };
        IsRich = environment.OutputIsTerminal && !plain && !json;
        ErrorIsRich = environment.ErrorIsTerminal && !plain;
    }

    /// <summary>Results. Flushed when the command ends.</summary>
    public StreamWriter Out { get; }

    /// <summary>Notes, progress, errors.</summary>
    public StreamWriter Error { get; }

    /// <summary>One JSON document on standard output.</summary>
    public bool IsJson { get; }

    /// <summary>No notes.</summary>
    public bool IsQuiet { get; }

    /// <summary>Whether standard output may have colours and borders.</summary>
    public bool IsRich { get; }

    /// <summary>Whether standard error may have colours and moving bars.</summary>
    public bool ErrorIsRich { get; }

    /// <summary>Whether a person can be asked.</summary>
    public bool CanAsk => _environment.InputIsTerminal && _environment.ErrorIsTerminal;

    /// <summary>Whether control characters in what is printed could do harm.</summary>
    public bool OutputIsTerminal => _environment.OutputIsTerminal;

    /// <summary>Standard output as bytes; what was written to <see cref="Out"/> comes first.</summary>
    public Stream Bytes
    {
        get
        {
            Out.Flush();
            return _environment.Output;
        }
    }

    /// <summary>A line of the result.</summary>
    public void Line(string text)
    {
        if (!IsJson)
        {
            Out.Write(text);
            Out.Write('\n');
        }
    }

    /// <summary>A result line that says what was done, which nobody asked to see.</summary>
    public void Done(string text)
    {
        if (!IsQuiet)
        {
            Line(text);
        }
    }

    /// <summary>A line for people about what goes on.</summary>
    public void Note(string text)
    {
        if (!IsQuiet)
        {
            ErrorLine(text);
        }
    }

    /// <summary>A line on standard error, also when quiet.</summary>
    public void ErrorLine(string text)
    {
        lock (_errorLock)
        {
            Error.Write(text + "\n");
        }
    }

    /// <summary>A key as it may be printed for people: control characters would otherwise move the cursor or fake lines.</summary>
    public string Show(string text) => IsJson ? text : Printable.Escape(text);

    /// <summary>Spectre's console over standard output.</summary>
    public IAnsiConsole OutConsole() => Console(Out, IsRich);

    /// <summary>Spectre's console over standard error.</summary>
    public IAnsiConsole ErrorConsole() => Console(Error, ErrorIsRich);

    private IAnsiConsole Console(TextWriter writer, bool rich)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = rich ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = rich ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = rich ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Math.Max(40, _environment.Width);
        return console;
    }
}
