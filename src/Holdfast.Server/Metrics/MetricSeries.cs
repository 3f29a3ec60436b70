namespace Holdfast.Server.Metrics;

/// <summary>One instrument with one set of labels.</summary>
internal sealed class MetricSeries
{
    private readonly long[]? _buckets;
    private readonly double[] _bounds;
    private double _sum;

    public MetricSeries(string labels, double[] bounds)
    {
        Labels = labels;
        _bounds = bounds;
        _buckets = bounds.Length == 0 ? null : new long[bounds.Length + 1];
    }

    /// <summary>The labels as Prometheus writes them, without braces; empty without any.</summary>
    public string Labels { get; }

    /// <summary>Takes an amount or, with buckets, an observation.</summary>
    public void Add(double value)
    {
        if (_buckets is not null)
        {
            var index = Array.BinarySearch(_bounds, value);
            Interlocked.Increment(ref _buckets[index < 0 ? ~index : index]);
        }

        double seen, next;
        do
        {
            seen = Volatile.Read(ref _sum);
            next = seen + value;
        }
        while (BitConverter.DoubleToInt64Bits(Interlocked.CompareExchange(ref _sum, next, seen)) != BitConverter.DoubleToInt64Bits(seen));
    }

    /// <summary>Replaces the value, for gauges.</summary>
    public void Set(double value) => Volatile.Write(ref _sum, value);

    /// <summary>Writes its lines.</summary>
    public void Write(PrometheusText text, string name)
    {
        if (_buckets is null)
        {
            text.Sample(name, Labels, Volatile.Read(ref _sum));
            return;
        }

        var running = 0L;
        for (var i = 0; i < _buckets.Length; i++)
        {
            running += Volatile.Read(ref _buckets[i]);
            text.Bucket(name, Labels, i < _bounds.Length ? _bounds[i] : double.PositiveInfinity, running);
        }

        text.Sample(name + "_sum", Labels, Volatile.Read(ref _sum));
        text.Sample(name + "_count", Labels, running);
    }
}
