namespace Holdfast.Steps;

/// <summary>Observes nothing.</summary>
public sealed class NoObserver : IStepObserver
{
    private NoObserver()
    {
    }

    /// <summary>The one instance.</summary>
    public static NoObserver Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask ReachedAsync(ProtocolStep step, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
