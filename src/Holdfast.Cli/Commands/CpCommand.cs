using System.CommandLine;
using Holdfast.Cli.CommandLine;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast cp</c>: copies on the server.</summary>
internal static class CpCommand
{
    public static Command Create(CommandRunner runner) => ServerSideTransfer.Create(runner, "cp", "Copy an object to another key", move: false);
}
