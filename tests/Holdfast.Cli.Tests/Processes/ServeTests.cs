using System.Text.Json.Nodes;
using Holdfast.Cli.Connecting;
using Holdfast.Cli.Tests.Support;

namespace Holdfast.Cli.Tests.Processes;

public sealed class ServeTests : IDisposable
{
    private static readonly Dictionary<string, string> NoVariables = new() { ["TZ"] = "UTC" };

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-cli-tests-").FullName;

    private string Storage => Path.Join(_folder, "storage");

    [Fact]
    public async Task A_server_announces_itself_is_found_and_goes_away_cleanly()
    {
        File.WriteAllText(Path.Join(_folder, "a.txt"), "hello");
        await using var serve = HoldfastProcess.Start(_folder, NoVariables, "serve", "--urls", "http://127.0.0.1:0");
        var block = await BlockAsync(serve, "password");
        block.ShouldContain("address   http://127.0.0.1:");
        block.ShouldContain($"storage   {Storage}");
        block.ShouldContain("email     admin@localhost");
        block.ShouldContain("/sign-in?");

        (await HoldfastProcess.RunAsync(_folder, NoVariables, "put", "a.txt", "k", "-q")).ShouldBe((0, "", ""));
        var status = await HoldfastProcess.RunAsync(_folder, NoVariables, "status");
        status.Output.ShouldContain("(found by its storage)");
        var file = ServerFile.Read(Storage).ShouldNotBeNull();
        file.Pid.ShouldBe(serve.Id);

        var second = await HoldfastProcess.RunAsync(_folder, NoVariables, "serve", "--urls", "http://127.0.0.1:0");
        second.ExitCode.ShouldBe(4);
        second.Error.ShouldContain($"A server already runs over '{Storage}' (process {serve.Id}");

        var elsewhere = Directory.CreateDirectory(Path.Join(_folder, "elsewhere")).FullName;
        var taken = await HoldfastProcess.RunAsync(elsewhere, NoVariables, "serve", "--urls", file.Url);
        taken.ExitCode.ShouldBe(1);
        taken.Error.ShouldBe($"error: Another program listens at {file.Url} already.\n  Choose another with --urls, such as --urls http://127.0.0.1:8081.\n");

        serve.Signal("TERM");
        (await serve.EndAsync()).ShouldBe((0, "Stopping; what runs is finished first.\nStopped.\n"));
        File.Exists(ServerFile.PathOf(Storage)).ShouldBeFalse();

        // The same storage without a server: the command hosts one for itself.
        (await HoldfastProcess.RunAsync(_folder, NoVariables, "cat", "k")).ShouldBe((0, "hello", ""));
    }

    [Fact]
    public async Task What_a_killed_server_left_stands_in_nobodys_way_and_the_first_sign_in_is_not_told_again()
    {
        await using (var serve = HoldfastProcess.Start(_folder, NoVariables, "serve", "--urls", "http://127.0.0.1:0"))
        {
            await BlockAsync(serve, "password");
            serve.Signal("KILL");
            await serve.EndAsync();
        }

        File.Exists(ServerFile.PathOf(Storage)).ShouldBeTrue();
        (await HoldfastProcess.RunAsync(_folder, NoVariables, "ls")).ShouldBe((0, "", ""));
        await using var again = HoldfastProcess.Start(_folder, NoVariables, "serve", "--urls", "http://127.0.0.1:0", "--json");
        var json = JsonNode.Parse(await BlockAsync(again, "}"))!;
        json["first_sign_in"].ShouldBeNull();
        json["storage"]!.GetValue<string>().ShouldBe(Storage);
        again.Signal("INT");
        (await again.EndAsync()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_second_Ctrl_C_ends_a_server_that_waits_for_a_silent_client_at_once()
    {
        await using var serve = HoldfastProcess.Start(_folder, NoVariables, "serve", "--urls", "http://127.0.0.1:0");
        await BlockAsync(serve, "password");
        await using var silent = HoldfastProcess.Start(_folder, NoVariables, "put", "-", "k");
        await silent.Input.WriteAsync(new string('x', 500_000));
        await silent.Input.FlushAsync();
        serve.Signal("INT");
        await Task.Delay(500);
        serve.Signal("INT");
        var (exitCode, error) = await serve.EndAsync();
        (exitCode is 0 or 130).ShouldBeTrue(error);
        silent.Input.Close();
        (await silent.EndAsync()).ExitCode.ShouldBe(1);
        (await RunAsync("ls")).ShouldBe((0, "", ""));
    }

    [Fact]
    public async Task Without_a_server_every_command_works_on_the_storage_itself()
    {
        Directory.CreateDirectory(Path.Join(_folder, "tree/sub"));
        File.WriteAllText(Path.Join(_folder, "tree/a.txt"), "hello");
        File.WriteAllText(Path.Join(_folder, "tree/sub/b.txt"), "world");
        var before = Directory.GetDirectories(Path.GetTempPath(), "holdfast-*").Where(IsSocketFolder).ToHashSet();
        (await RunAsync("put", "-r", "tree", "docs")).ShouldBe((0, "Stored 2 files (10 B).\n", ""));
        (await RunAsync("ls", "-r")).ShouldBe((0, "docs/a.txt\ndocs/sub/b.txt\n", ""));
        (await RunAsync("mv", "docs/a.txt", "a//b%2F+#?")).ExitCode.ShouldBe(0);
        (await RunAsync("cat", "a//b%2F+#?")).ShouldBe((0, "hello", ""));
        (await RunAsync("get", "-r", "docs", "out")).ExitCode.ShouldBe(0);
        File.ReadAllText(Path.Join(_folder, "out/sub/b.txt")).ShouldBe("world");
        (await RunAsync("verify", "--deep")).Output.ShouldEndWith("No damage.\n");
        (await RunAsync("stat", "nope")).ExitCode.ShouldBe(3);
        (await RunAsync("rm", "../escape")).ExitCode.ShouldNotBe(0);

        var damaged = Directory.GetFiles(Storage, "b.txt", SearchOption.AllDirectories).First();

        // With its time put back to the nanosecond it is rot; with another time it would be somebody's edit.
        var reference = Path.Join(_folder, "reference");
        System.Diagnostics.Process.Start("cp", ["-p", damaged, reference]).WaitForExit();
        using (var stream = File.OpenWrite(damaged))
        {
            stream.WriteByte((byte)'W');
        }

        System.Diagnostics.Process.Start("touch", ["-r", reference, damaged]).WaitForExit();
        var found = await RunAsync("verify", "--deep", "--json");
        (found.ExitCode, JsonNode.Parse(found.Output)!["report"]!["corrupt"]!.GetValue<int>()).ShouldBe((5, 1));
        Directory.GetDirectories(Path.GetTempPath(), "holdfast-*").Where(IsSocketFolder).Except(before).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_commands_without_a_server_can_be_piped_into_each_other()
    {
        var bytes = new byte[3_000_000];
        new Random(5).NextBytes(bytes);
        File.WriteAllBytes(Path.Join(_folder, "big"), bytes);
        (await RunAsync("put", "big", "one", "-q")).ExitCode.ShouldBe(0);
        await using var cat = HoldfastProcess.Start(_folder, NoVariables, "cat", "one");
        await using var put = HoldfastProcess.Start(_folder, NoVariables, "put", "-", "two", "-q");
        await cat.Output.BaseStream.CopyToAsync(put.Input.BaseStream);
        put.Input.Close();
        (await cat.EndAsync()).ShouldBe((0, ""));
        (await put.EndAsync()).ShouldBe((0, ""));
        var (one, two) = (await RunAsync("stat", "one", "--json"), await RunAsync("stat", "two", "--json"));
        JsonNode.Parse(two.Output)!["sha256"]!.GetValue<string>().ShouldBe(JsonNode.Parse(one.Output)!["sha256"]!.GetValue<string>());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool IsSocketFolder(string folder) => File.Exists(Path.Join(folder, "s"));

    private static async Task<string> BlockAsync(HoldfastProcess serve, string lastLine)
    {
        var block = string.Empty;
        while (await serve.Output.ReadLineAsync() is { } line)
        {
            block += line + "\n";
            if (line.TrimStart().StartsWith(lastLine, StringComparison.Ordinal) && (lastLine != "}" || line == "}"))
            {
                break;
            }
        }

        return block;
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => HoldfastProcess.RunAsync(_folder, NoVariables, arguments);
}
