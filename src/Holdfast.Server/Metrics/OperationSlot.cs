using Holdfast.Server.Contracts;

namespace Holdfast.Server.Metrics;

/// <summary>Calls of a stretch of time: how many, how long in geometric buckets, how they failed.</summary>
internal sealed class OperationSlot
{
    // Buckets grow by the fourth root of two from 10 microseconds to about half an hour: a quantile is at most 10 % off.
    private const double First = 1e-5;
    private const int BucketCount = 112;
    private const int MaxErrors = 32;

    private int[]? _buckets;
    private Dictionary<string, long>? _errors;
    private double _seconds;
    private double _max;

    /// <summary>Which stretch it is; -1 before any.</summary>
    public long Time { get; private set; } = -1;

    /// <summary>All calls.</summary>
    public long Count { get; private set; }

    /// <summary>Those that failed.</summary>
    public long Failed { get; private set; }

    /// <summary>Bytes moved.</summary>
    public long Bytes { get; set; }

    /// <summary>Begins another stretch with nothing in it.</summary>
    public void Begin(long time)
    {
        Time = time;
        Count = 0;
        Failed = 0;
        Bytes = 0;
        _seconds = 0;
        _max = 0;
        _errors = null;
        if (_buckets is not null)
        {
            Array.Clear(_buckets);
        }
    }

    /// <summary>Takes a call.</summary>
    public void Record(double seconds, string? error)
    {
        Count++;
        _seconds += seconds;
        _max = Math.Max(_max, seconds);
        (_buckets ??= new int[BucketCount])[Bucket(seconds)]++;
        if (error is null)
        {
            return;
        }

        Failed++;
        _errors ??= new(StringComparer.Ordinal);
        if (_errors.TryGetValue(error, out var seen) || _errors.Count < MaxErrors)
        {
            _errors[error] = seen + 1;
        }
    }

    /// <summary>Takes the calls of another.</summary>
    public void Add(OperationSlot other)
    {
        Count += other.Count;
        Failed += other.Failed;
        Bytes += other.Bytes;
        _seconds += other._seconds;
        _max = Math.Max(_max, other._max);
        if (other._buckets is { } buckets)
        {
            _buckets ??= new int[BucketCount];
            for (var i = 0; i < buckets.Length; i++)
            {
                _buckets[i] += buckets[i];
            }
        }

        foreach (var (error, count) in other._errors ?? [])
        {
            _errors ??= new(StringComparer.Ordinal);
            _errors[error] = _errors.GetValueOrDefault(error) + count;
        }
    }

    /// <summary>As it is told.</summary>
    public OperationJson ToJson(string backend, string operation, TimeSpan window) => new(
        backend,
        operation,
        Count,
        Count - Failed,
        Failed,
        Count == 0 ? 1 : (double)(Count - Failed) / Count,
        Count == 0 ? 0 : (double)Failed / Count,
        Bytes,
        Bytes / window.TotalSeconds,
        Count / window.TotalSeconds,
        new LatencyJson(Quantile(0.5), Quantile(0.95), Quantile(0.99), Count == 0 ? 0 : Math.Round(_seconds / Count * 1000, 3), Math.Round(_max * 1000, 3)),
        _errors ?? []);

    private static int Bucket(double seconds) =>
        seconds <= First ? 0 : Math.Min(BucketCount - 1, (int)Math.Ceiling(Math.Log2(seconds / First) * 4));

    // The middle of the bucket that the quantile falls into, in milliseconds.
    private double Quantile(double share)
    {
        if (_buckets is null || Count == 0)
        {
            return 0;
        }

        var rank = (long)Math.Ceiling(share * Count);
        var seen = 0L;
        for (var i = 0; i < _buckets.Length; i++)
        {
            seen += _buckets[i];
            if (seen >= rank)
            {
                var upper = First * Math.Pow(2, i / 4.0);
                return Math.Round(Math.Min(_max, upper * Math.Pow(2, -0.125)) * 1000, 3);
            }
        }

        return Math.Round(_max * 1000, 3);
    }
}
