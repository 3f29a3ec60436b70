using Microsoft.Extensions.Hosting;

namespace Holdfast.Cli.Serving;

/// <summary>Leaves signals to the program: the host's own lifetime would answer Ctrl-C twice and write to standard output.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
