using Holdfast.Engine.Writing;
using Holdfast.Errors;
using Holdfast.Steps;
using Microsoft.Extensions.Logging;

namespace Holdfast.Engine.Reconciling;

/// <summary>What follows a commit: the view before the answer, the superseded homes soon after it. The commit stands whatever happens here.</summary>
internal sealed class AfterCommit(EngineContext engine, Views views, Tidier tidier)
{
    private readonly ILogger _log = engine.Options.Logging.CreateLogger<AfterCommit>();

    public async Task RunAsync(Committed committed)
    {
        await engine.Options.Steps.ReachedAsync(committed.Version is null ? ProtocolStep.AfterTombstone : ProtocolStep.AfterCommit, CancellationToken.None);
        try
        {
            await OneAsync(committed);
            if (committed.Source is { } source)
            {
                await OneAsync(source);
            }
        }
#pragma warning disable CA1031 // The commit stands; what is left to do is in its rows, and the next round does it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.ViewFailed(StorageErrors.Quote(committed.Object.Key), error);
            tidier.SignalLater();
        }
    }

    // A superseded home goes only when its link is gone from the key: an adopted file whose home goes first would look like a person's again.
    private async Task OneAsync(Committed committed)
    {
        if (await views.BringUpToDateAsync(committed.Object, committed.Replicas, CancellationToken.None))
        {
            tidier.Remove(committed.Superseded);
        }
        else
        {
            // A newer commit sets the view instead of this one, or the next round does.
            tidier.SignalLater();
        }
    }
}
