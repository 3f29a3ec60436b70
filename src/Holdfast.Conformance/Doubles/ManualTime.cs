namespace Holdfast.Conformance.Doubles;

/// <summary>
/// A clock that moves only when it is told to. Timers fire in the order of their times, on the thread that moves the clock, with the clock standing
/// at their moment.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<TaskCompletionSource> _watchers = [];
    private DateTimeOffset _now;
    private long _stamp;
    private long _serial;

    /// <summary>Begins at a moment; null means the first of 2026, UTC.</summary>
    public ManualTime(DateTimeOffset? start = null) => _now = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How long until each pending timer, soonest first.</summary>
    public IReadOnlyList<TimeSpan> Pending
    {
        get
        {
            lock (_gate)
            {
                return [.. _timers.Where(t => t.Due is not null).Select(t => new TimeSpan(t.Due!.Value - _stamp)).Order()];
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _stamp;
        }
    }

    /// <summary>Sets the wall clock, forwards or back; elapsed time and timers do not notice.</summary>
    public void SetWallClock(DateTimeOffset now)
    {
        lock (_gate)
        {
            _now = now;
        }
    }

    /// <summary>Moves the clock on and fires what comes due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long end;
        lock (_gate)
        {
            end = _stamp + by.Ticks;
        }

        while (true)
        {
            ManualTimer? next;
            lock (_gate)
            {
                next = _timers.Where(t => t.Due <= end).OrderBy(t => (t.Due, t.Serial)).FirstOrDefault();
                MoveTo(next?.Due ?? end);
                next?.Reschedule();
            }

            if (next is null)
            {
                return;
            }

            next.Fire();
        }
    }

    /// <summary>Completes when at least so many timers are pending; they may be pending already.</summary>
    public Task WhenPendingAsync(int count = 1, CancellationToken cancellationToken = default)
    {
        var watcher = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return WaitAsync();

        async Task WaitAsync()
        {
            while (true)
            {
                lock (_gate)
                {
                    if (_timers.Count(t => t.Due is not null) >= count)
                    {
                        return;
                    }

                    watcher = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    _watchers.Add(watcher);
                }

                await watcher.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Moves the clock to the next timer again and again until the task ends. For work that can go on only when time passes: a timer that merely
    /// guards work under way would be fired too.
    /// </summary>
    public async Task DriveAsync(Task task, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, WhenPendingAsync(1, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (!task.IsCompleted && Pending is [var next, ..])
            {
                Advance(next > TimeSpan.Zero ? next : TimeSpan.Zero);
            }
        }

        await task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state, Interlocked.Increment(ref _serial));
        timer.Change(dueTime, period);
        return timer;
    }

    private void MoveTo(long stamp)
    {
        if (stamp > _stamp)
        {
            _now += new TimeSpan(stamp - _stamp);
            _stamp = stamp;
        }
    }

    private void Arm(ManualTimer timer, long? due, TimeSpan period)
    {
        TaskCompletionSource[] watchers = [];
        lock (_gate)
        {
            _timers.Remove(timer);
            timer.Due = due is null ? null : _stamp + due;
            timer.Period = period;
            if (due is not null)
            {
                _timers.Add(timer);
                watchers = [.. _watchers];
                _watchers.Clear();
            }
        }

        foreach (var watcher in watchers)
        {
            watcher.TrySetResult();
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state, long serial) : ITimer
    {
        public long Serial { get; } = serial;

        public long? Due { get; set; }

        public TimeSpan Period { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Arm(this, dueTime == Timeout.InfiniteTimeSpan ? null : Math.Max(0, dueTime.Ticks), period);
            return true;
        }

        // Under the gate: the timer leaves the list or moves on before its callback runs, which may change it.
        public void Reschedule()
        {
            if (Period > TimeSpan.Zero)
            {
                Due += Period.Ticks;
                return;
            }

            Due = null;
            time._timers.Remove(this);
        }

        public void Fire() => callback(state);

        public void Dispose() => time.Arm(this, null, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
