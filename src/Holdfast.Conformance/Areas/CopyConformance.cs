using Holdfast.Backends;
using Holdfast.Errors;

namespace Holdfast.Conformance;

/// <summary>Section 7: copying inside the backend.</summary>
public abstract class CopyConformance(BackendHarness harness) : ConformanceArea(harness)
{
    [Fact, Case("C01", "C04", "E13")]
    public Task A_copy_is_the_same_bytes_under_another_key() => Check(async () =>
    {
        if (Can.Copy is null)
        {
            await PutAsync(Key("o"), "x");
            await RefusedAsync(() => Backend.CopyAsync(Key("o"), Key("p"), CopyOptions.Default, Ct));
            await MissingAsync(Key("p"));
            return;
        }

        var bytes = Bytes(1_500_000);
        await PutAsync(Key("o"), bytes);
        await PutAsync(Key("empty"), []);
        await PutAsync(Key("there"), Bytes(3_000_000));

        foreach (var (source, target) in new[] { ("o", "p"), ("o", "new/deep/世界 +%20"), ("o", "there"), ("empty", "empty2"), ("new/deep/世界 +%20", "back") })
        {
            var copied = (await Backend.CopyAsync(Key(source), Key(target), CopyOptions.Default, Ct)).Stat;
            var stat = await StatAsync(Key(target));
            (copied.Key, copied.Size, copied.ETag).ShouldBe((Key(target), stat.Size, stat.ETag));
            (await GetAsync(Key(target))).AsSpan().SequenceEqual(source == "empty" ? [] : bytes).ShouldBeTrue();
        }

        (await GetAsync(Key("o"))).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    });

    [Fact, Case("C01")]
    public Task A_copy_lives_on_when_its_source_changes_or_goes() => Check(async () =>
    {
        if (Can.Copy is null)
        {
            return;
        }

        await PutAsync(Key("o"), "one");
        await Backend.CopyAsync(Key("o"), Key("p"), CopyOptions.Default, Ct);
        await PutAsync(Key("o"), "two");
        (await TextAsync(Key("p"))).ShouldBe("one");
        await DeleteAsync(Key("o"));
        (await TextAsync(Key("p"))).ShouldBe("one");
        await PutAsync(Key("p"), "three");
        (await TextAsync(Key("p"))).ShouldBe("three");
    });

    [Fact, Case("C02")]
    public Task Copying_what_is_not_there_touches_no_target() => Check(async () =>
    {
        if (Can.Copy is not { } copy)
        {
            return;
        }

        await PutAsync(Key("there"), "old");
        foreach (var target in new[] { "there", "free" })
        {
            await FailsAsync(StorageErrorKind.NotFound, () => Backend.CopyAsync(Key("missing"), Key(target), CopyOptions.Default, Ct));
        }

        if (copy.IfAbsent)
        {
            await FailsAsync(StorageErrorKind.NotFound, () => Backend.CopyAsync(Key("missing"), Key("free"), new CopyOptions { IfAbsent = true }, Ct));
        }

        (await TextAsync(Key("there"))).ShouldBe("old");
        await MissingAsync(Key("free"));
        await NoLeftoversAsync();
    });

    [Fact, Case("C03")]
    public Task A_plain_copy_to_itself_changes_nothing() => Check(async () =>
    {
        if (Can.Copy is null)
        {
            return;
        }

        await PutAsync(Key("o"), "x");
        (await Backend.CopyAsync(Key("o"), Key("o"), CopyOptions.Default, Ct)).Stat.Size.ShouldBe(1);
        (await TextAsync(Key("o"))).ShouldBe("x");
        await FailsAsync(StorageErrorKind.NotFound, () => Backend.CopyAsync(Key("missing"), Key("missing"), CopyOptions.Default, Ct));
    });

    [Fact, Case("E10", "E13")]
    public Task A_copy_only_where_nothing_is_spares_what_is_there() => Check(async () =>
    {
        if (Can.Copy is not { } copy)
        {
            return;
        }

        var options = new CopyOptions { IfAbsent = true };
        await PutAsync(Key("o"), "new");
        await PutAsync(Key("there"), "old");
        if (!copy.IfAbsent)
        {
            await RefusedAsync(() => Backend.CopyAsync(Key("o"), Key("free"), options, Ct));
            await MissingAsync(Key("free"));
            return;
        }

        await FailsAsync(StorageErrorKind.AlreadyExists, () => Backend.CopyAsync(Key("o"), Key("there"), options, Ct));
        await FailsAsync(StorageErrorKind.AlreadyExists, () => Backend.CopyAsync(Key("o"), Key("o"), options, Ct));
        (await TextAsync(Key("there"))).ShouldBe("old");
        await Backend.CopyAsync(Key("o"), Key("free"), options, Ct);
        (await TextAsync(Key("free"))).ShouldBe("new");

        var errors = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => CatchAsync(() => Backend.CopyAsync(Key("o"), Key("raced"), options, Ct)), Ct)));
        errors.Count(e => e is null).ShouldBe(1);
        await NoLeftoversAsync();
    });

    [Fact, Case("E10", "E13")]
    public Task A_copy_of_an_etag_demands_that_very_source() => Check(async () =>
    {
        if (Can.Copy is not { } copy)
        {
            return;
        }

        var old = (await PutAsync(Key("o"), "old")).Stat.ETag;
        var options = new CopyOptions { SourceIfMatch = old };
        if (!copy.SourceIfMatch)
        {
            await RefusedAsync(() => Backend.CopyAsync(Key("o"), Key("p"), options, Ct));
            await MissingAsync(Key("p"));
            return;
        }

        await Backend.CopyAsync(Key("o"), Key("p"), options, Ct);
        await PutAsync(Key("o"), "new");
        await FailsAsync(StorageErrorKind.PreconditionFailed, () => Backend.CopyAsync(Key("o"), Key("p"), options, Ct));
        (await TextAsync(Key("p"))).ShouldBe("old");
    });

    [Fact, Case("C07", "W09")]
    public Task A_copy_that_is_cancelled_leaves_nothing() => Check(async () =>
    {
        if (Can.Copy is null)
        {
            return;
        }

        await PutAsync(Key("o"), "x");
        (await CatchAsync(() => Backend.CopyAsync(Key("o"), Key("p"), CopyOptions.Default, new CancellationToken(true)))).ShouldBeAssignableTo<OperationCanceledException>();
        await MissingAsync(Key("p"));
        await NoLeftoversAsync();
    });
}
