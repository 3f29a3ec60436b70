using Holdfast.Conformance;
using Xunit.Sdk;

namespace Holdfast.Tests.Conformance;

public sealed class ManifestTests
{
    [Fact, Case("W05")]
    public async Task An_excepted_case_that_fails_is_skipped_with_its_reason()
    {
        var error = await CatchAsync(() => new Area("W05").RunAsync(() => throw new InvalidDataException("broken")));

        error.ShouldBeOfType<SkipException>().Message.ShouldContain("a known reason");
    }

    [Fact, Case("W05")]
    public async Task An_exception_that_is_not_needed_fails()
    {
        var error = await CatchAsync(() => new Area("W05").RunAsync(() => Task.CompletedTask));

        error.ShouldBeOfType<FailException>();
    }

    [Fact, Case("W05")]
    public async Task A_case_without_an_exception_fails_as_it_fails() =>
        await Should.ThrowAsync<InvalidDataException>(() => new Area("W06").RunAsync(() => throw new InvalidDataException("broken")));

    [Fact]
    public async Task A_manifest_with_a_pointless_exception_lets_no_case_begin() =>
        (await CatchAsync(() => new Area("Z99").InitializeAsync().AsTask())).ShouldBeOfType<ShouldAssertException>();

    // The recorders of xunit and Shouldly let skips and assertions pass.
    private static async Task<Exception?> CatchAsync(Func<Task> action)
    {
        try
        {
            await action();
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private sealed class Area(string excepted) : ConformanceArea(new Harness(excepted))
    {
        public Task RunAsync(Func<Task> body) => Check(body);
    }

    private sealed class Harness(string excepted) : MemoryHarness
    {
        public override ConformanceManifest Manifest { get; } = new() { Exceptions = new Dictionary<string, string> { [excepted] = "a known reason" } };
    }
}
