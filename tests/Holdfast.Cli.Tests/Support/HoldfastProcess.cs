using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Cli.Tests.Support;

/// <summary>The real program as a process of its own.</summary>
internal sealed class HoldfastProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _error;

    private HoldfastProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public StreamReader Output => _process.StandardOutput;

    public StreamWriter Input => _process.StandardInput;

    public static HoldfastProcess Start(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Join(AppContext.BaseDirectory, "holdfast.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("HOLDFAST_URL");
        start.Environment.Remove("HOLDFAST_TOKEN");
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new HoldfastProcess(Process.Start(start)!);
    }

    /// <summary>Sends a signal by its name.</summary>
    public void Signal(string name) => Process.Start("kill", ["-" + name, Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();

    /// <summary>Waits for its end.</summary>
    public async Task<(int ExitCode, string Error)> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, await _error);
    }

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        await using var process = Start(folder, variables, arguments);
        process.Input.Close();
        var output = await process.Output.ReadToEndAsync();
        var (exitCode, error) = await process.EndAsync();
        return (exitCode, output, error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
