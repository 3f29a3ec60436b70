using System.Diagnostics;

namespace Holdfast.Crash.Support;

/// <summary>Runs programs of the system.</summary>
internal static class Shell
{
    /// <summary>Runs a program to its end; throws when it fails.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (code, output, errors) = await TryAsync(program, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit {code}: {errors}");
    }

    /// <summary>Runs a program to its end and answers how it went; exit 127 when there is none.</summary>
    public static async Task<(int Code, string Output, string Errors)> TryAsync(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(arguments, info.ArgumentList.Add);
        info.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin";
        Process process;
        try
        {
            process = Process.Start(info)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (127, string.Empty, $"there is no {program}");
        }

        using (process)
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output, await errors);
        }
    }

    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin").Split(':').Any(folder => File.Exists(Path.Join(folder, program)));
}
