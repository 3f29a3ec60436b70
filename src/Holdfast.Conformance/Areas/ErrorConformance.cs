using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Layers;

namespace Holdfast.Conformance;

/// <summary>Section 9: errors and the life of the backend itself.</summary>
public abstract class ErrorConformance(BackendHarness harness) : ConformanceArea(harness)
{
    [Fact, Case("X07")]
    public Task After_disposal_every_call_says_so() => Check(async () =>
    {
        await PutAsync(Key("o"), Bytes(100_000));
        var reading = await Backend.ReadAsync(Key("o"), ReadOptions.Default, Ct);
        var session = Can.Multipart is null ? null : await Backend.BeginWriteAsync(Key("p"), WriteOptions.Default, Ct);
        await DeleteAsync(Key("o"));
        if (session is not null)
        {
            await session.DisposeAsync();
        }

        await Backend.DisposeAsync();
        await Backend.DisposeAsync();

        foreach (var call in new Func<Task>[]
        {
            () => StatAsync(Key("o")),
            () => Backend.ReadAsync(Key("o"), ReadOptions.Default, Ct),
            () => PutAsync(Key("o"), "x"),
            () => Backend.BeginWriteAsync(Key("o"), WriteOptions.Default, Ct),
            () => DeleteAsync(Key("o")),
            () => NamesAsync(),
            () => Backend.CopyAsync(Key("o"), Key("p"), CopyOptions.Default, Ct),
            () => Backend.PresignAsync(Key("o"), new PresignOptions { Method = "GET", ExpiresIn = TimeSpan.FromMinutes(1) }, Ct),
            () => Backend.ProbeAsync(ProbeOptions.Default, Ct),
        })
        {
            (await CatchAsync(call)).ShouldBeOfType<ObjectDisposedException>();
        }

        // What was open before ends cleanly: with its bytes or with an error that says what happened.
        var error = await CatchAsync(() => reading.Content.ReadExactlyAsync(new byte[100_000], Ct).AsTask());
        (error is null or ObjectDisposedException or StorageException).ShouldBeTrue(error?.ToString());
        await reading.DisposeAsync();
    });

    [Fact, Case("X08", "K23")]
    public Task An_error_names_the_key_and_the_backend_on_one_line() => Check(async () =>
    {
        var key = Key(Can.Keys.ControlCharacters ? "line\nbreak" : "line break");
        var error = await FailsAsync(StorageErrorKind.NotFound, () => StatAsync(key));

        error.Key.ShouldBe(key);
        error.Backend.ShouldBe(Backend.Descriptor.Name);
        error.Message.ShouldContain("break");
        error.Message.ShouldNotContain("\n");
        error.IsTransient.ShouldBeFalse();
        error.RetriesExhausted.ShouldBeFalse();
    });

    [Fact, Case("X09")]
    public Task What_is_not_there_below_is_not_found() => Check(() =>
    {
        BackendLayers.Find<string>(Backend).ShouldBeNull();
        BackendLayers.Find<IBackend>(Backend).ShouldNotBeNull();
        (Can.View == ViewMechanism.Link).ShouldBe(BackendLayers.Find<ILinkedViews>(Backend) is not null);
        return Task.CompletedTask;
    });

    [Fact, Case("X11")]
    public Task A_storm_of_cancellations_breaks_nothing() => Check(async () =>
    {
        await PutAsync(Key("o"), Bytes(200_000));
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(
            async () =>
            {
                using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
                var token = cancel.Token;
                var key = Key($"storm/{i}");
                var work = (i % 4) switch
                {
                    0 => CatchAsync(() => Backend.WriteAsync(key, Reader(Bytes(300_000, i)), new WriteOptions { Length = 300_000 }, token)),
                    1 => CatchAsync(() => Backend.StatAsync(Key("o"), StatOptions.Default, token)),
                    2 => CatchAsync(async () =>
                    {
                        await using var read = await Backend.ReadAsync(Key("o"), ReadOptions.Default, token);
                        await read.Content.CopyToAsync(Stream.Null, token);
                    }),
                    _ => CatchAsync(() => Backend.DeleteAsync([key], DeleteOptions.Default, token)),
                };
                await Task.Yield();
                await cancel.CancelAsync();
                (await work is null or OperationCanceledException).ShouldBeTrue();
            },
            Ct)));

        (await GetAsync(Key("o"))).AsSpan().SequenceEqual(Bytes(200_000)).ShouldBeTrue();
        foreach (var name in await NamesAsync(new ListOptions { Prefix = "storm/" }))
        {
            (await StatAsync(Key(name))).Size.ShouldBe(300_000);
        }

        await NoLeftoversAsync();
    });

    [Fact, Case("X11")]
    public Task A_probe_of_a_working_backend_is_healthy_and_leaves_nothing() => Check(async () =>
    {
        var probe = await Backend.ProbeAsync(ProbeOptions.Default, Ct);

        probe.Healthy.ShouldBeTrue(probe.Error?.ToString());
        probe.Error.ShouldBeNull();
        probe.Latency.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
        await NoLeftoversAsync();
    });

    [Fact, Case("E13")]
    public Task Signing_is_refused_where_there_is_none() => Check(async () =>
    {
        var options = new PresignOptions { Method = "GET", ExpiresIn = TimeSpan.FromMinutes(1) };
        if (Can.Presign is not { } presign)
        {
            await RefusedAsync(() => Backend.PresignAsync(Key("o"), options, Ct));
            return;
        }

        foreach (var life in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(-1), presign.MaxLife + TimeSpan.FromSeconds(1) })
        {
            await FailsAsync(StorageErrorKind.InvalidArgument, () => Backend.PresignAsync(Key("o"), options with { ExpiresIn = life }, Ct));
        }

        await FailsAsync(StorageErrorKind.InvalidArgument, () => Backend.PresignAsync(Key("o"), options with { Method = "DELETE" }, Ct));
    });

    [Fact, Case("W23")]
    public Task What_was_written_is_there_when_the_backend_is_opened_again() => Check(async () =>
    {
        await PutAsync(Key("o"), Bytes(10_000));
        await PutAsync(Key("deep/er"), "x");
        await using var again = await Harness.ReopenAsync(Ct);
        if (again is null)
        {
            return;
        }

        var first = await StatAsync(Key("o"));
        var second = await again.StatAsync(Key("o"), StatOptions.Default, Ct);
        (second.Size, second.ETag, second.LastModified, second.Identity).ShouldBe((first.Size, first.ETag, first.LastModified, first.Identity));
        await using var read = await again.ReadAsync(Key("o"), ReadOptions.Default, Ct);
        using var copy = new MemoryStream();
        await read.Content.CopyToAsync(copy, Ct);
        copy.ToArray().ShouldBe(Bytes(10_000));
    });
}
