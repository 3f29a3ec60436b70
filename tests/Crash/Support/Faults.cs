using System.Diagnostics;

namespace Holdfast.Crash.Support;

/// <summary>System calls of a running server that fail or are slow, while this is not disposed.</summary>
internal sealed class Faults : IAsyncDisposable
{
    private readonly Process _strace;
    private readonly string _log;

    private Faults(Process strace, string log)
    {
        _strace = strace;
        _log = log;
    }

    /// <summary>Why this machine cannot do it; null when it can.</summary>
    public static async Task<string?> WhyNotAsync()
    {
        var (code, _, errors) = await Shell.TryAsync("strace", "-f", "-qq", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO", "true");
        return code == 0 ? null : $"strace does not work here: {errors.Trim()}";
    }

    /// <param name="host">The server.</param>
    /// <param name="inject">As strace takes it: <c>fsync:error=EIO</c>.</param>
    /// <param name="paths">Only calls on exactly these files; none is all.</param>
    public static async Task<Faults> InjectAsync(Host host, string inject, params string[] paths)
    {
        var log = Path.GetTempFileName();
        var info = new ProcessStartInfo("strace") { RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in new[] { "-f", "-y", "-p", $"{host.Pid}", "-o", log, "-e", "trace=" + inject[..inject.IndexOf(':', StringComparison.Ordinal)], "-e", "inject=" + inject })
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var path in paths)
        {
            info.ArgumentList.Add("-P");
            info.ArgumentList.Add(path);
        }

        var strace = Process.Start(info)!;
        var line = await strace.StandardError.ReadLineAsync();
        while (line is not null && !line.Contains(" attached", StringComparison.Ordinal))
        {
            line = await strace.StandardError.ReadLineAsync();
        }

        line.ShouldNotBeNull("strace did not attach");
        _ = strace.StandardError.ReadToEndAsync();
        return new Faults(strace, log);
    }

    /// <summary>Lets go and answers the calls that were seen.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        if (!_strace.HasExited)
        {
            await Shell.TryAsync("kill", "-INT", $"{_strace.Id}");
            await _strace.WaitForExitAsync();
        }

        return [.. File.ReadLines(_log).Where(l => l.Contains('(', StringComparison.Ordinal))];
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _strace.Dispose();
        File.Delete(_log);
    }
}
