using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Crash.Support;

/// <summary>A server process. Disposing kills it; it ends by itself when the tests are gone, as its standard input ends then.</summary>
internal sealed class Host : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _news = new(0);

    private Host(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                _errors.Enqueue(text);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public string Errors => string.Join('\n', _errors);

    public Uri Url { get; private set; } = null!;

    public Client Client { get; private set; } = null!;

    private static string Program
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Join(own.Parent!.Parent!.Parent!.Parent!.FullName, "CrashHost", "bin", own.Parent.Name, own.Name, "CrashHost.dll");
        }
    }

    /// <summary>Starts a server and waits until it listens.</summary>
    public static async Task<Host> StartAsync(Store store, string? crashAt = null)
    {
        var host = Launch(store, crashAt);
        try
        {
            await host.ReadyAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a server that may never come to listen.</summary>
    public static Host Launch(Store store, string? crashAt = null)
    {
        var info = Info("serve");
        store.Describe(info.Environment);
        info.Environment["CRASH_AT"] = crashAt ?? string.Empty;
        return new Host(Process.Start(info)!);
    }

    /// <summary>Runs the host for another purpose, to its end.</summary>
    public static async Task RunAsync(params string[] arguments)
    {
        await using var host = new Host(Process.Start(Info(arguments))!);
        (await host.EndedAsync(TimeSpan.FromMinutes(3))).ShouldBeTrue();
        host.ExitCode.ShouldBe(0, host.Errors);
    }

    public async Task ReadyAsync()
    {
        var ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(_listening.Task, ended, Task.Delay(StartLimit)) != _listening.Task)
        {
            throw new InvalidOperationException($"The server did not start{(HasExited ? $" (exit {ExitCode})" : string.Empty)}: {Errors}");
        }

        Url = new Uri(await _listening.Task);
        Client = new Client(Url);
    }

    /// <summary>Kills the process from the step on; <c>Step:n</c> for the n-th time.</summary>
    public Task ArmAsync(string step) => CommandAsync("arm " + step);

    /// <summary>The steps that an operation passes through, with what follows it in the background.</summary>
    public async Task<IReadOnlyList<string>> StepsOfAsync(Func<Task> operation, Func<Task> settled)
    {
        await CommandAsync("count");
        await operation();
        await settled();
        var line = await CommandAsync("counted");
        return line.Length == 0 ? [] : line.Split(',');
    }

    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    public async Task<bool> EndedAsync(TimeSpan most)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(most);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public async Task KillAndWaitAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops in good order.</summary>
    public async Task StopAsync()
    {
        await _process.StandardInput.WriteLineAsync("stop");
        await _process.StandardInput.FlushAsync();
        (await EndedAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue("the server does not stop");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAndWaitAsync();
        Client?.Dispose();
        _process.Dispose();
    }

    /// <summary>A figure in KiB of <c>/proc/PID/status</c>, such as <c>VmHWM</c>.</summary>
    public long MemoryKiB(string name)
    {
        var line = File.ReadLines($"/proc/{Pid}/status").First(l => l.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1].Replace("kB", string.Empty, StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>Lets the kernel's peak of resident memory begin anew.</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{Pid}/clear_refs", "5");

    private async Task<string> CommandAsync(string command)
    {
        _output.Clear();
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        var answer = string.Empty;
        while (await _news.WaitAsync(TimeSpan.FromSeconds(20)))
        {
            while (_output.TryDequeue(out var line))
            {
                if (line == "done " + command)
                {
                    return answer;
                }

                if (line.StartsWith(command + " ", StringComparison.Ordinal))
                {
                    answer = line[(command.Length + 1)..];
                }
            }
        }

        throw new InvalidOperationException($"The server did not take '{command}': {Errors}");
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.StartsWith("listening ", StringComparison.Ordinal))
        {
            _listening.TrySetResult(line["listening ".Length..]);
        }
        else
        {
            _output.Enqueue(line);
            _news.Release();
        }
    }

    private static ProcessStartInfo Info(params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        info.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        // The suite's own collectors and settings are not the server's.
        foreach (var name in info.Environment.Keys.Where(k => k.StartsWith("CORECLR_", StringComparison.Ordinal) || k.StartsWith("HOLDFAST_", StringComparison.Ordinal) || k.StartsWith("MSBUILD", StringComparison.Ordinal)).ToList())
        {
            info.Environment.Remove(name);
        }

        return info;
    }
}
