using Holdfast.Engine.Writing;
using Holdfast.Errors;
using Holdfast.Steps;

namespace Holdfast.Engine.Reconciling;

/// <summary>What follows a commit: the view before the answer, the superseded homes soon after it. The commit stands whatever happens here.</summary>
internal sealed class AfterCommit(EngineContext engine, Views views, Tidier tidier)
{
    public async Task RunAsync(Committed committed)
    {
        await engine.Options.Steps.ReachedAsync(committed.Version is null ? ProtocolStep.AfterTombstone : ProtocolStep.AfterCommit, CancellationToken.None);
        try
        {
            await views.BringUpToDateAsync(committed.Object, committed.Replicas, CancellationToken.None);
            if (committed.Source is { } source)
            {
                await views.BringUpToDateAsync(source.Object, source.Replicas, CancellationToken.None);
                tidier.Remove(source.Superseded);
            }
        }
        catch (StorageException)
        {
            // The row still says that the view is to be set; the next round does it.
        }

        tidier.Remove(committed.Superseded);
    }

    /// <summary>There is something to tidy that only the catalog knows.</summary>
    public void Signal() => tidier.Signal();
}
