namespace Holdfast.Steps;

/// <summary>Is told when the protocol reaches a named step. The product uses <see cref="NoObserver"/>; tests kill, pause or count here.</summary>
public interface IStepObserver
{
    /// <summary>The step was reached; the protocol goes on when the task completes.</summary>
    ValueTask ReachedAsync(ProtocolStep step, CancellationToken cancellationToken);
}
