using Holdfast.Engine.Reconciling;
using Microsoft.Extensions.Logging;

namespace Holdfast.Engine;

/// <summary>What goes on without anyone asking: tidying, noting views, heartbeats, probes, recovery of what others left, jobs.</summary>
internal sealed class Background(EngineContext engine, EngineParts parts)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);

    private readonly ILogger _log = engine.Options.Logging.CreateLogger<Background>();

    public Task RunAsync(CancellationToken stopping) => Task.WhenAll(
        TidyAsync(stopping),
        EveryAsync(engine.Options.Lease / 4, parts.Instances.BeatAsync, stopping),
        EveryAsync(engine.Options.ProbeEvery, parts.Health.ProbeAsync, stopping),
        EveryAsync(engine.Options.Lease, parts.Recovery.RunAsync, stopping),
        EveryAsync(engine.Options.Lease, token => parts.Digesting.AllAsync(static () => ValueTask.CompletedTask, token), stopping),
        parts.Jobs.RunAsync(stopping));

    private async Task TidyAsync(CancellationToken stopping)
    {
        var failing = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await parts.Tidier.WaitAsync(Soon, stopping);
                await parts.Attempts.ResolveAsync();
                await parts.Views.NoteDoneAsync(stopping);
                await parts.Tidier.RunOnceAsync(false, stopping);
                failing = false;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Work in the background goes on whatever happened; what is left is in the catalog.
            catch (Exception error)
#pragma warning restore CA1031
            {
                // Once, not every second while the disk or the catalog is away.
                if (!failing)
                {
                    _log.TidyingFailed(error);
                }

                failing = true;
                await PauseAsync(TimeSpan.FromSeconds(1), stopping);
            }
        }
    }

    private async Task EveryAsync(TimeSpan interval, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        while (await PauseAsync(interval, stopping))
        {
            try
            {
                await work(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031
            catch (Exception error)
#pragma warning restore CA1031
            {
                _log.TidyingFailed(error);
            }
        }
    }

    private async Task<bool> PauseAsync(TimeSpan time, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(time, engine.Time, stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
