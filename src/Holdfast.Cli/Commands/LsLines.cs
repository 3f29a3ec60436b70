using System.Globalization;
using Holdfast.Cli.Client;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Commands;

/// <summary>The lines of <c>ls</c>.</summary>
internal sealed class LsLines(Terminal terminal, bool isLong, bool endWithNul)
{
    /// <summary>Writes a key, or a prefix when there is no object.</summary>
    public void Write(string key, RemoteObject? found)
    {
        if (isLong)
        {
            terminal.Out.Write(found is null
                ? string.Create(CultureInfo.InvariantCulture, $"{"-",10}  {"-",-16}  {"-",-10}  ")
                : string.Create(CultureInfo.InvariantCulture, $"{Human.Bytes(found.Size),10}  {Human.Time(found.UpdatedAt),-16}  {found.Backend + (found.Fallback ? "!" : string.Empty),-10}  "));
        }

        terminal.Out.Write(endWithNul ? key : Printable.Escape(key));
        terminal.Out.Write(endWithNul ? '\0' : '\n');
    }
}
