using Holdfast.Cli.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Cli.Tests.Processes;

public sealed class SignalTests : IAsyncLifetime
{
    private FakeServer _server = null!;
    private string _folder = null!;
    private Dictionary<string, string> _variables = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _folder = Directory.CreateTempSubdirectory("holdfast-cli-tests-").FullName;
        _variables = new() { ["HOLDFAST_URL"] = _server.Url, ["HOLDFAST_TOKEN"] = FakeServer.Token };
    }

    [Fact]
    public async Task Ctrl_C_stops_a_download_cleanly_and_the_next_run_goes_on()
    {
        var bytes = new byte[2_000_000];
        new Random(3).NextBytes(bytes);
        var stored = _server.Put("big", bytes);
        var hanging = new TaskCompletionSource();
        _server.Before = async (context, raw) =>
        {
            if (raw.Contains('?', StringComparison.Ordinal))
            {
                return false;
            }

            context.Response.ContentLength = bytes.Length;
            context.Response.Headers.ETag = $"\"{stored.Etag}\"";
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, 1_000_000));
            await context.Response.Body.FlushAsync();
            hanging.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        await using var process = HoldfastProcess.Start(_folder, _variables, "get", "big", "out");
        await hanging.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await UntilAsync(() => Directory.GetFiles(_folder).Any(file => new FileInfo(file).Length > 0));
        process.Signal("INT");
        var (exitCode, error) = await process.EndAsync();
        (exitCode, error).ShouldBe((130, "Interrupted.\n  What was received is kept. Run the same command again to go on.\n"));
        File.Exists(Path.Join(_folder, "out")).ShouldBeFalse();

        _server.Before = null;
        var again = await HoldfastProcess.RunAsync(_folder, _variables, "get", "big", "out");
        again.ExitCode.ShouldBe(0);
        again.Output.ShouldContain("resumed at");
        File.ReadAllBytes(Path.Join(_folder, "out")).ShouldBe(bytes);
    }

    [Fact]
    public async Task Ctrl_C_gets_through_while_a_pipe_is_waited_for()
    {
        var begun = new TaskCompletionSource();
        _server.Before = (context, _) =>
        {
            begun.TrySetResult();
            return Task.FromResult(false);
        };
        await using var process = HoldfastProcess.Start(_folder, _variables, "put", "-", "k");
        await process.Input.WriteAsync(new string('x', 1_000_000));
        await process.Input.FlushAsync();
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
        process.Signal("INT");
        var (exitCode, error) = await process.EndAsync();
        exitCode.ShouldBe(130, error);
        error.ShouldContain("Nothing was stored");
        _server.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task SIGTERM_has_its_own_exit_code()
    {
        var begun = new TaskCompletionSource();
        _server.Before = async (context, _) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        await using var process = HoldfastProcess.Start(_folder, _variables, "ls", "--json");
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
        process.Signal("TERM");
        var output = await process.Output.ReadToEndAsync();
        (await process.EndAsync()).ExitCode.ShouldBe(143);
        output.ShouldContain("\"interrupted\"");
    }

    [Fact]
    public async Task A_pipe_whose_reader_goes_away_ends_a_long_list_without_a_word()
    {
        for (var i = 0; i < 30_000; i++)
        {
            _server.Put($"a-rather-long-key-so-that-the-pipe-is-full-soon/{i:000000}", "");
        }

        await using var process = HoldfastProcess.Start(_folder, _variables, "ls", "-r");
        (await process.Output.ReadLineAsync()).ShouldNotBeNull().ShouldEndWith("/000000");
        process.Output.Close();
        (await process.EndAsync()).ShouldBe((141, string.Empty));
        _server.Requests.Count.ShouldBeLessThan(30);
    }

    [Fact]
    public async Task The_version_is_printed_and_nothing_else() =>
        (await HoldfastProcess.RunAsync(_folder, _variables, "--version")).ShouldBe((0, ProductVersion.Text + "\n", string.Empty));

    [Fact]
    public async Task Bytes_pass_through_standard_input_and_output_unchanged()
    {
        var bytes = Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7)).ToArray();
        await using (var put = HoldfastProcess.Start(_folder, _variables, "put", "-", "k", "-q"))
        {
            await put.Input.BaseStream.WriteAsync(bytes);
            put.Input.Close();
            (await put.EndAsync()).ShouldBe((0, string.Empty));
        }

        await using var cat = HoldfastProcess.Start(_folder, _variables, "cat", "k");
        using var received = new MemoryStream();
        await cat.Output.BaseStream.CopyToAsync(received);
        (await cat.EndAsync()).ExitCode.ShouldBe(0);
        received.ToArray().ShouldBe(bytes);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 600 && !condition(); i++)
        {
            await Task.Delay(50);
        }

        condition().ShouldBeTrue();
    }
}
