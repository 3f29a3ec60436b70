using System.Collections.Concurrent;

namespace Holdfast.Platform.People.Tokens;

/// <summary>
/// Tells who stands behind a token. What was looked up counts for a few seconds, so a busy token costs a hash and a look into memory. A
/// revocation in this process counts at once, one of another process after <see cref="PeopleOptions.CallerFreshness"/>.
/// </summary>
public sealed class CallerLookup
{
    private readonly CallerReader _reader;
    private readonly LocalTrust _local;
    private readonly PeopleChanges _changes;
    private readonly PeopleSettings _settings;
    private readonly TimeProvider _time;
    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<TokenDigest, Slot> _young = new();
    private volatile ConcurrentDictionary<TokenDigest, Slot> _old = new();

    internal CallerLookup(CallerReader reader, LocalTrust local, PeopleChanges changes, PeopleSettings settings, TimeProvider time)
    {
        _reader = reader;
        _local = local;
        _changes = changes;
        _settings = settings;
        _time = time;
    }

    internal int Remembered => _young.Count + _old.Count;

    /// <summary>
    /// The caller that a token stands for, or null when it is malformed, unknown, expired, revoked or its user is gone. The same instance as
    /// long as nothing about the caller changes. Unavailable when the catalog does not answer. Cancellation stops the waiting only.
    /// </summary>
    public ValueTask<Caller?> FindAsync(ReadOnlySpan<char> token, CancellationToken cancellationToken)
    {
        if (!TokenDigest.TryOfToken(token, out var digest))
        {
            return new ValueTask<Caller?>((Caller?)null);
        }

        if (_local.Recognises(digest))
        {
            return new ValueTask<Caller?>(_local.Caller);
        }

        return Find(digest) is { } slot && IsFresh(slot) && slot.Load.IsCompletedSuccessfully
            ? new ValueTask<Caller?>(Unexpired(slot.Load.Result))
            : new ValueTask<Caller?>(LoadAsync(digest, cancellationToken));
    }

    private async Task<Caller?> LoadAsync(TokenDigest digest, CancellationToken cancellationToken)
    {
        var slot = Renew(digest);
        try
        {
            return Unexpired(await slot.Load.WaitAsync(cancellationToken));
        }
        finally
        {
            // Neither a failure nor a token that nobody has is remembered: guesses would push out what is in use.
            if (slot.Load.IsCompleted && !(slot.Load.IsCompletedSuccessfully && slot.Load.Result is not null))
            {
                _young.TryRemove(new KeyValuePair<TokenDigest, Slot>(digest, slot));
            }
        }
    }

    /// <summary>One load for all that ask at the same time.</summary>
    private Slot Renew(TokenDigest digest)
    {
        while (true)
        {
            var known = Find(digest);
            if (known is not null && IsFresh(known))
            {
                return known;
            }

            var before = known is { Load.IsCompletedSuccessfully: true } ? known.Load.Result : null;
            var slot = new Slot(_changes.Count, _time.GetTimestamp());
            if (known is not null && _young.TryUpdate(digest, slot, known) || _young.TryAdd(digest, slot))
            {
                slot.Begin(ReadAsync(digest, before));
                TurnWhenFull();
                return slot;
            }
        }
    }

    private async Task<Caller?> ReadAsync(TokenDigest digest, Caller? before)
    {
        var caller = await _reader.ReadAsync(digest, CancellationToken.None);
        return caller is not null && caller.Equals(before) ? before : caller;
    }

    private Slot? Find(TokenDigest digest)
    {
        if (_young.TryGetValue(digest, out var slot))
        {
            return slot;
        }

        if (_old.TryGetValue(digest, out slot))
        {
            // Still in use: it outlives the next turn.
            return _young.GetOrAdd(digest, slot);
        }

        return null;
    }

    private void TurnWhenFull()
    {
        if (_young.Count <= Math.Max(1, _settings.Current.CallersRemembered / 2))
        {
            return;
        }

        lock (_turning)
        {
            _old = _young;
            _young = new ConcurrentDictionary<TokenDigest, Slot>();
        }
    }

    private bool IsFresh(Slot slot) =>
        slot.Change == _changes.Count && _time.GetElapsedTime(slot.BegunAt) < _settings.Current.CallerFreshness;

    private Caller? Unexpired(Caller? caller) => caller?.ExpiresAt is { } end && end <= _time.GetUtcNow() ? null : caller;

    private sealed class Slot(long change, long begunAt)
    {
        private readonly TaskCompletionSource<Caller?> _load = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Change { get; } = change;

        public long BegunAt { get; } = begunAt;

        public Task<Caller?> Load => _load.Task;

        public void Begin(Task<Caller?> reading) => _ = reading.ContinueWith(
            done => _load.TrySetFromTask(done), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
