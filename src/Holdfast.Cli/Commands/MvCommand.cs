using System.CommandLine;
using Holdfast.Cli.CommandLine;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast mv</c>: moves on the server.</summary>
internal static class MvCommand
{
    public static Command Create(CommandRunner runner) => ServerSideTransfer.Create(runner, "mv", "Move an object to another key", move: true);
}
