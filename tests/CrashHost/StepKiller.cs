using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Holdfast.Steps;

namespace Holdfast.Crash.Host;

/// <summary>Ends the process, as a power switch would, when a step is reached for the n-th time.</summary>
internal sealed class StepKiller : IStepObserver
{
    private readonly ConcurrentQueue<ProtocolStep> _seen = new();
    private volatile Aim? _aim;
    private volatile bool _counting;

    public ValueTask ReachedAsync(ProtocolStep step, CancellationToken cancellationToken)
    {
        if (_counting)
        {
            _seen.Enqueue(step);
        }

        if (_aim is { } aim && aim.Step == step && Interlocked.Decrement(ref aim.Left) == 0)
        {
            Die();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary><c>Step</c> or <c>Step:2</c> for the second time.</summary>
    public void Arm(string where)
    {
        var parts = where.Split(':');
        _aim = new Aim(Enum.Parse<ProtocolStep>(parts[0]), parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1);
    }

    public void Count()
    {
        _seen.Clear();
        _counting = true;
    }

    /// <summary>The steps since <see cref="Count"/>, in order.</summary>
    public string Counted() => string.Join(',', _seen);

    public static void Die()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    private sealed class Aim(ProtocolStep step, int left)
    {
        public int Left = left;

        public ProtocolStep Step { get; } = step;
    }
}
