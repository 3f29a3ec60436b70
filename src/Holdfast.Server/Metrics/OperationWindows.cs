namespace Holdfast.Server.Metrics;

/// <summary>One operation of one backend: the last hour by minutes and the last day by quarters of an hour, in two rings.</summary>
internal sealed class OperationWindows
{
    private const int MinutesPerQuarter = 15;

    private readonly Lock _gate = new();
    private readonly OperationSlot[] _minutes = Ring(61);
    private readonly OperationSlot[] _quarters = Ring(97);

    /// <summary>Takes a call that ended.</summary>
    public void Record(long minute, double seconds, string? error)
    {
        lock (_gate)
        {
            At(_minutes, minute).Record(seconds, error);
            At(_quarters, minute / MinutesPerQuarter).Record(seconds, error);
        }
    }

    /// <summary>Takes bytes that were moved.</summary>
    public void RecordBytes(long minute, long bytes)
    {
        lock (_gate)
        {
            At(_minutes, minute).Bytes += bytes;
            At(_quarters, minute / MinutesPerQuarter).Bytes += bytes;
        }
    }

    /// <summary>Adds up the window that ends now.</summary>
    public OperationSlot Sum(long minute, TimeSpan window)
    {
        var sum = new OperationSlot();
        lock (_gate)
        {
            var fine = window <= TimeSpan.FromHours(1);
            var (ring, now, length) = fine
                ? (_minutes, minute, (long)Math.Ceiling(window.TotalMinutes))
                : (_quarters, minute / MinutesPerQuarter, (long)Math.Ceiling(window.TotalMinutes / MinutesPerQuarter));
            foreach (var slot in ring)
            {
                if (slot.Time > now - length && slot.Time <= now)
                {
                    sum.Add(slot);
                }
            }
        }

        return sum;
    }

    private static OperationSlot At(OperationSlot[] ring, long time)
    {
        var slot = ring[time % ring.Length];
        if (slot.Time != time)
        {
            slot.Begin(time);
        }

        return slot;
    }

    private static OperationSlot[] Ring(int length) => [.. Enumerable.Range(0, length).Select(_ => new OperationSlot())];
}
