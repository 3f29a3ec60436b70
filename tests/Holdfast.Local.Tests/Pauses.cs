using Holdfast.Steps;

namespace Holdfast.Local.Tests;

/// <summary>Does something, once, when a step is reached.</summary>
internal sealed class At(ProtocolStep step, Func<Task> act) : IStepObserver
{
    private int _left = 1;

    public int Count { get; private set; }

    public async ValueTask ReachedAsync(ProtocolStep reached, CancellationToken cancellationToken)
    {
        if (reached != step)
        {
            return;
        }

        Count++;
        if (_left-- > 0)
        {
            await act();
        }
    }
}

/// <summary>The process stops here, as far as the disk can tell.</summary>
internal sealed class StoppedException : Exception;
