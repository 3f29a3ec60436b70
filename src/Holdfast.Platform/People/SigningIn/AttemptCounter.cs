namespace Holdfast.Platform.People.SigningIn;

/// <summary>Counts attempts by name within a window that begins with the first. Bounded: when full, what is over goes, then everything.</summary>
internal sealed class AttemptCounter(TimeProvider time)
{
    private const int MostNames = 50_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Window> _windows = new(StringComparer.Ordinal);

    /// <summary>Counts an attempt, unless <paramref name="most"/> were made: then how long to wait.</summary>
    public TimeSpan? Enter(string name, int most, TimeSpan window)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (!_windows.TryGetValue(name, out var open) || time.GetElapsedTime(open.Since, now) >= window)
            {
                MakeRoom(now, window);
                _windows[name] = new Window(now, 1);
                return null;
            }

            if (open.Count >= most)
            {
                return window - time.GetElapsedTime(open.Since, now);
            }

            _windows[name] = open with { Count = open.Count + 1 };
            return null;
        }
    }

    /// <summary>Takes one attempt back: it was none.</summary>
    public void Leave(string name)
    {
        lock (_lock)
        {
            if (_windows.TryGetValue(name, out var open))
            {
                _windows[name] = open with { Count = Math.Max(0, open.Count - 1) };
            }
        }
    }

    /// <summary>Begins anew for a name.</summary>
    public void Forget(string name)
    {
        lock (_lock)
        {
            _windows.Remove(name);
        }
    }

    private void MakeRoom(long now, TimeSpan window)
    {
        if (_windows.Count < MostNames)
        {
            return;
        }

        foreach (var (name, open) in _windows)
        {
            if (time.GetElapsedTime(open.Since, now) >= window)
            {
                _windows.Remove(name);
            }
        }

        if (_windows.Count >= MostNames)
        {
            _windows.Clear();
        }
    }

    private readonly record struct Window(long Since, int Count);
}
