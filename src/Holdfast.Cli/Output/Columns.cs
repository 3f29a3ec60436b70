using Spectre.Console;

namespace Holdfast.Cli.Output;

/// <summary>A small table: with lines and colours on a terminal, in plain aligned columns elsewhere. Not for lists without an end.</summary>
internal static class Columns
{
    /// <summary>Writes it; nothing when there are no rows.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (terminal.IsJson || rows.Count == 0)
        {
            return;
        }

        if (terminal.IsRich)
        {
            WriteRich(terminal, headers, rows);
        }
        else
        {
            WritePlain(terminal, headers, rows);
        }
    }

    /// <summary>Writes names and values below each other; a null value is left out.</summary>
    public static void Pairs(Terminal terminal, IReadOnlyList<(string Name, string? Value)> pairs)
    {
        var shown = pairs.Where(pair => pair.Value is not null).ToList();
        var width = shown.Count == 0 ? 0 : shown.Max(pair => pair.Name.Length);
        foreach (var (name, value) in shown)
        {
            terminal.Line($"{name.PadRight(width)}  {Printable.Escape(value!)}");
        }
    }

    private static void WriteRich(Terminal terminal, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in headers)
        {
            table.AddColumn(new TableColumn(new Text(header, new Style(decoration: Decoration.Bold))).NoWrap());
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(Printable.Escape(cell), StateStyle(cell)) { Overflow = Overflow.Fold }));
        }

        terminal.OutConsole().Write(table);
    }

    private static void WritePlain(Terminal terminal, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var lines = rows.Select(row => row.Select(Printable.Escape).ToList()).Prepend([.. headers]).ToList();
        var widths = headers.Select((_, column) => lines.Max(line => line[column].Length)).ToList();
        foreach (var line in lines)
        {
            terminal.Line(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    // The word carries the meaning; the colour only helps to find it.
    private static Style StateStyle(string cell) => cell switch
    {
        "ok" or "succeeded" or "present" or "yes" => new Style(Color.Green),
        "failed" or "down" or "missing" or "corrupt" => new Style(Color.Red),
        "degraded" or "pending" or "cancelled" => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}
