using System.Collections.Concurrent;
using Holdfast.Steps;

namespace Holdfast.Engine.Tests.Support;

/// <summary>Counts the protocol's steps and holds the first one that comes to a step it was told to hold at.</summary>
internal sealed class StepGate : IStepObserver
{
    private static readonly AsyncLocal<string?> _who = new();

    private readonly ConcurrentDictionary<(ProtocolStep Step, string? Who), Hold> _holds = new();
    private readonly ConcurrentDictionary<ProtocolStep, int> _reached = new();

    public int Count(ProtocolStep step) => _reached.GetValueOrDefault(step);

    /// <summary>Holds the next one to come to the step; with a name, only what runs inside <see cref="AsAsync{T}"/> with that name.</summary>
    public Hold HoldAt(ProtocolStep step, string? who = null) => _holds[(step, who)] = new Hold();

    public static async Task<T> AsAsync<T>(string who, Func<Task<T>> work)
    {
        _who.Value = who;
        return await work();
    }

    public async ValueTask ReachedAsync(ProtocolStep step, CancellationToken cancellationToken)
    {
        _reached.AddOrUpdate(step, 1, (_, n) => n + 1);
        if (_holds.TryRemove((step, null), out var hold) || (_who.Value is { } who && _holds.TryRemove((step, who), out hold)))
        {
            await hold.StandAsync();
        }
    }

    internal sealed class Hold
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when somebody stands here.</summary>
        public Task Reached => _reached.Task;

        public void Release() => _released.TrySetResult();

        public Task StandAsync()
        {
            _reached.TrySetResult();
            return _released.Task;
        }
    }
}
