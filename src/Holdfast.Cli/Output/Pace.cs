using System.Globalization;

namespace Holdfast.Cli.Output;

/// <summary>The rate of late and the time left, from samples of the figures.</summary>
internal sealed class Pace(ProgressFigures figures, TimeProvider time)
{
    private const int Samples = 100;

    private readonly Queue<(long At, long Bytes, long Files)> _samples = new();

    /// <summary>Takes the figures of now.</summary>
    public void Sample()
    {
        lock (_samples)
        {
            _samples.Enqueue((time.GetTimestamp(), figures.Bytes, figures.Files));
            if (_samples.Count > Samples)
            {
                _samples.Dequeue();
            }
        }
    }

    /// <summary>The figures as one line.</summary>
    public string Text()
    {
        var (bytesRate, filesRate) = Rates();
        var text = figures.FilesTotal switch
        {
            1 => string.Empty,
            { } files => string.Create(CultureInfo.InvariantCulture, $"{figures.Files:#,0}/{files:#,0} files, "),
            null => Human.Count(figures.Files, "file") + ", ",
        };
        text += figures.BytesTotal is { } bytes ? $"{Human.Bytes(figures.Bytes)}/{Human.Bytes(bytes)}" : Human.Bytes(figures.Bytes);
        text += bytesRate >= 1 ? $", {Human.Bytes(bytesRate)}/s" : string.Empty;
        text += Eta(bytesRate, filesRate) is { } left ? $", {Human.Span(left)} left" : string.Empty;
        return figures.Failed > 0 ? text + $", {figures.Failed} failed" : text;
    }

    private (double Bytes, double Files) Rates()
    {
        lock (_samples)
        {
            if (_samples.Count < 2)
            {
                return (figures.GivenRate ?? 0, 0);
            }

            var first = _samples.Peek();
            var last = _samples.Last();
            var seconds = Math.Max(0.001, time.GetElapsedTime(first.At, last.At).TotalSeconds);
            return (figures.GivenRate ?? Math.Max(0, (last.Bytes - first.Bytes) / seconds), Math.Max(0, (last.Files - first.Files) / seconds));
        }
    }

    private TimeSpan? Eta(double bytesRate, double filesRate)
    {
        var seconds = figures.GivenEtaSeconds
            ?? (figures.BytesTotal is { } bytes && bytesRate > 0 ? (bytes - figures.Bytes) / bytesRate
                : figures.FilesTotal is { } files && filesRate > 0 ? (files - figures.Files) / filesRate
                : null);
        return seconds is >= 0 and < 86400 * 365 ? TimeSpan.FromSeconds(seconds.Value) : null;
    }
}
