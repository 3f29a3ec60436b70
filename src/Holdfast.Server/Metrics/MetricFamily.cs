using System.Diagnostics.Metrics;

namespace Holdfast.Server.Metrics;

/// <summary>One instrument with its series. Their number is bounded: what comes after goes into one series labelled <c>overflow</c>.</summary>
internal sealed class MetricFamily
{
    private const int MaxSeries = 500;

    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
    private static readonly double[] Bytes = [1 << 10, 1 << 14, 1 << 18, 1 << 20, 1 << 23, 1 << 26, 1 << 30, 1L << 33, 1L << 36];

    private readonly Lock _gate = new();
    private readonly Func<string, string?> _labelOf;
    private readonly double[] _bounds;
    private readonly string _type;
    private readonly string _help;
    private readonly MetricSeries _overflow;
    private volatile Entry[] _entries = [];

    public MetricFamily(Instrument instrument, string name, Func<string, string?> labelOf)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var kind = instrument.GetType();
        var generic = kind.IsGenericType ? kind.GetGenericTypeDefinition() : kind;
        var histogram = generic == typeof(Histogram<>);
        IsGauge = generic == typeof(Gauge<>) || generic == typeof(ObservableGauge<>) || generic == typeof(ObservableUpDownCounter<>);
        IsObserved = instrument.IsObservable;
        var counter = generic == typeof(Counter<>) || generic == typeof(ObservableCounter<>);
        _type = histogram ? "histogram" : counter ? "counter" : "gauge";
        _bounds = !histogram ? [] : instrument.Unit is "By" ? Bytes : Seconds;
        _help = instrument.Description ?? instrument.Name;
        _labelOf = labelOf;
        Name = WithUnit(name, instrument.Unit) + (counter ? "_total" : string.Empty);
        _overflow = new MetricSeries("overflow=\"true\"", _bounds);
    }

    /// <summary>The name of the family.</summary>
    public string Name { get; }

    /// <summary>Whether measurements replace the value.</summary>
    public bool IsGauge { get; }

    /// <summary>Whether it is asked for its value at each scrape; a counter then tells totals.</summary>
    public bool IsObserved { get; }

    /// <summary>Takes a measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        if (IsGauge || IsObserved)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    /// <summary>Writes the family; nothing while it has no series.</summary>
    public void Write(PrometheusText text)
    {
        var entries = _entries;
        if (entries.Length == 0)
        {
            return;
        }

        text.Family(Name, _type, _help);
        foreach (var series in entries.Select(e => e.Series).Distinct())
        {
            series.Write(text, Name);
        }

        if (entries.Length >= MaxSeries)
        {
            _overflow.Write(text, Name);
        }
    }

    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = Hash(tags);
        foreach (var entry in _entries)
        {
            if (entry.Hash == hash && Same(entry.Tags, tags))
            {
                return entry.Series;
            }
        }

        return Add(hash, tags);
    }

    private MetricSeries Add(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            foreach (var entry in _entries)
            {
                if (entry.Hash == hash && Same(entry.Tags, tags))
                {
                    return entry.Series;
                }
            }

            if (_entries.Length >= MaxSeries)
            {
                return _overflow;
            }

            var labels = new List<string>(tags.Length);
            foreach (var (name, value) in tags)
            {
                if (_labelOf(name) is { } label)
                {
                    labels.Add(PrometheusText.Label(label, Text(value)));
                }
            }

            var joined = string.Join(',', labels);
            // Tags that are not shown may differ: such measurements share the series that is shown.
            var series = _entries.FirstOrDefault(e => e.Series.Labels == joined).Series ?? new MetricSeries(joined, _bounds);
            _entries = [.. _entries, new Entry(hash, tags.ToArray(), series)];
            return series;
        }
    }

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty,
    };

    private static int Hash(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = default(HashCode);
        foreach (var tag in tags)
        {
            hash.Add(tag.Value);
        }

        return hash.ToHashCode();
    }

    private static bool Same(KeyValuePair<string, object?>[] left, ReadOnlySpan<KeyValuePair<string, object?>> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (left[i].Key != right[i].Key || !Equals(left[i].Value, right[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    private static string WithUnit(string name, string? unit)
    {
        var suffix = unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => string.Empty,
        };
        return name.Contains(suffix, StringComparison.Ordinal) ? name : name + suffix;
    }

    private readonly record struct Entry(int Hash, KeyValuePair<string, object?>[] Tags, MetricSeries Series);
}
