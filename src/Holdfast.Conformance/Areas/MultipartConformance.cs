using System.IO.Pipelines;
using System.Security.Cryptography;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Conformance;

/// <summary>Section 2: writing in parts.</summary>
public abstract class MultipartConformance(BackendHarness harness) : ConformanceArea(harness)
{
    private int PartSize => (int)Math.Max(Can.Multipart!.MinPartSize, 70_000);

    [Fact, Case("E13", "E03")]
    public Task Parts_are_refused_where_there_are_none() => Check(async () =>
    {
        if (Can.Multipart is null)
        {
            await RefusedAsync(() => Backend.BeginWriteAsync(Key("o"), WriteOptions.Default, Ct));
            await NoLeftoversAsync();
        }
    });

    [Fact, Case("W18", "W02", "W15")]
    public Task Parts_in_any_order_and_at_once_are_joined_by_their_numbers() => SupportedAsync(async () =>
    {
        var parts = Enumerable.Range(1, 5).Select(i => Bytes(i == 5 ? 17 : PartSize + i, i)).ToArray();
        var whole = parts.SelectMany(p => p).ToArray();
        await using var session = await BeginAsync(new WriteOptions { Length = whole.Length, Expected = new ExpectedDigests { Sha256 = SHA256.HashData(whole) } });
        session.Token.ShouldNotBeNullOrEmpty();

        await Task.WhenAll(new[] { 5, 3, 1, 4, 2 }.Select(n => Task.Run(() => PartAsync(session, n, parts[n - 1]), Ct)));
        await MissingAsync(Key("o"));
        var result = await session.CommitAsync(Ct);

        (await GetAsync(Key("o"))).AsSpan().SequenceEqual(whole).ShouldBeTrue();
        var stat = await StatAsync(Key("o"));
        (result.Stat.Size, result.Stat.ETag, result.Stat.LastModified).ShouldBe((stat.Size, stat.ETag, stat.LastModified));
        if (result.Digests is { } digests)
        {
            digests.Sha256.ToArray().ShouldBe(SHA256.HashData(whole));
        }

        await NoLeftoversAsync();
    });

    [Fact, Case("W18")]
    public Task A_number_given_again_replaces_its_part() => SupportedAsync(async () =>
    {
        await using var session = await BeginAsync();
        await PartAsync(session, 1, Bytes(PartSize, 1));
        await PartAsync(session, 2, Bytes(100, 2));
        await PartAsync(session, 1, Bytes(PartSize + 5, 3));
        await PartAsync(session, 2, Bytes(50, 4));
        await session.CommitAsync(Ct);

        (await GetAsync(Key("o"))).AsSpan().SequenceEqual([.. Bytes(PartSize + 5, 3), .. Bytes(50, 4)]).ShouldBeTrue();
        await NoLeftoversAsync();
    });

    [Fact, Case("W18")]
    public Task One_part_and_an_empty_last_part_are_whole_objects() => SupportedAsync(async () =>
    {
        await using (var session = await BeginAsync())
        {
            await PartAsync(session, 1, Bytes(10));
            await session.CommitAsync(Ct);
            (await GetAsync(Key("o"))).ShouldBe(Bytes(10));
        }

        await using (var session = await BeginAsync())
        {
            await PartAsync(session, 1, Bytes(PartSize));
            await PartAsync(session, 2, []);
            await session.CommitAsync(Ct);
            (await StatAsync(Key("o"))).Size.ShouldBe(PartSize);
        }

        await using (var session = await BeginAsync())
        {
            await PartAsync(session, 1, []);
            await session.CommitAsync(Ct);
            (await StatAsync(Key("o"))).Size.ShouldBe(0);
        }
    });

    [Fact, Case("W18")]
    public Task A_gap_in_the_numbers_is_refused_and_leaves_what_was_there() => SupportedAsync(async () =>
    {
        await PutAsync(Key("o"), "old");
        foreach (var numbers in new int[][] { [1, 3], [2], [2, 3] })
        {
            await using var session = await BeginAsync();
            foreach (var number in numbers)
            {
                await PartAsync(session, number, Bytes(PartSize));
            }

            await FailsAsync(StorageErrorKind.InvalidArgument, () => session.CommitAsync(Ct));
            (await TextAsync(Key("o"))).ShouldBe("old");
        }

        await NoLeftoversAsync();
    });

    [Fact, Case("W18")]
    public Task A_part_below_the_smallest_size_is_refused() => SupportedAsync(async () =>
    {
        if (Can.Multipart!.MinPartSize <= 1)
        {
            return;
        }

        await using var session = await BeginAsync();
        await PartAsync(session, 1, Bytes((int)Can.Multipart.MinPartSize - 1));
        await PartAsync(session, 2, Bytes(10));
        await FailsAsync(StorageErrorKind.InvalidArgument, () => session.CommitAsync(Ct));
        await MissingAsync(Key("o"));
    });

    [Fact, Case("W18", "W19")]
    public Task Numbers_out_of_range_are_refused() => SupportedAsync(async () =>
    {
        await using var session = await BeginAsync();
        foreach (var number in new[] { 0, -1, int.MinValue, Can.Multipart!.MaxParts + 1 })
        {
            await FailsAsync(StorageErrorKind.InvalidArgument, () => PartAsync(session, number, Bytes(10)));
        }

        await FailsAsync(StorageErrorKind.InvalidArgument, () => session.WritePartAsync(1, Reader([]), -1, Ct));
        await PartAsync(session, 1, Bytes(10));
        await session.CommitAsync(Ct);
        (await StatAsync(Key("o"))).Size.ShouldBe(10);
    });

    [Theory, Case("W07", "W08")]
    [InlineData(-1)]
    [InlineData(1)]
    public Task A_part_of_another_length_is_refused_and_can_be_given_again(int off) => SupportedAsync(async () =>
    {
        await using var session = await BeginAsync();
        await PartAsync(session, 1, Bytes(PartSize));
        await FailsAsync(StorageErrorKind.IntegrityMismatch, () => session.WritePartAsync(2, Reader(Bytes(1000 + off)), 1000, Ct));
        await PartAsync(session, 2, Bytes(1000, 5));
        await session.CommitAsync(Ct);

        (await GetAsync(Key("o"))).AsSpan().SequenceEqual([.. Bytes(PartSize), .. Bytes(1000, 5)]).ShouldBeTrue();
    });

    [Fact, Case("W07", "W08", "W14")]
    public Task Whole_lengths_and_digests_are_checked_at_the_commit() => SupportedAsync(async () =>
    {
        await PutAsync(Key("o"), "old");
        foreach (var (options, kind) in new[]
        {
            (new WriteOptions { Length = 99 }, StorageErrorKind.IntegrityMismatch),
            (new WriteOptions { Length = 101 }, StorageErrorKind.IntegrityMismatch),
            (new WriteOptions { Expected = new ExpectedDigests { Sha256 = SHA256.HashData(Bytes(99)) } }, StorageErrorKind.IntegrityMismatch),
            (new WriteOptions { Expected = new ExpectedDigests { Crc32C = 1 } }, StorageErrorKind.IntegrityMismatch),
            (new WriteOptions { MaxLength = 99 }, StorageErrorKind.TooLarge),
        })
        {
            await using var session = await BeginAsync(options);
            await FailsAsync(kind, async () =>
            {
                await PartAsync(session, 1, Bytes(100));
                await session.CommitAsync(Ct);
            });
            (await TextAsync(Key("o"))).ShouldBe("old");
        }

        await NoLeftoversAsync();
    });

    [Fact, Case("W10", "W13")]
    public Task An_abort_leaves_nothing_and_may_be_repeated() => SupportedAsync(async () =>
    {
        await PutAsync(Key("o"), "old");
        var session = await BeginAsync();
        await PartAsync(session, 1, Bytes(PartSize));
        await session.AbortAsync(Ct);
        await session.AbortAsync(Ct);
        (await CatchAsync(() => PartAsync(session, 2, Bytes(10)))).ShouldBeOfType<StorageException>();
        (await CatchAsync(() => session.CommitAsync(Ct))).ShouldBeOfType<StorageException>();
        await session.DisposeAsync();

        await using (var forgotten = await BeginAsync())
        {
            await PartAsync(forgotten, 1, Bytes(PartSize));
        }

        (await TextAsync(Key("o"))).ShouldBe("old");
        await NoLeftoversAsync();
    });

    [Fact, Case("W10")]
    public Task An_abort_beside_a_part_under_way_leaves_nothing() => SupportedAsync(async () =>
    {
        var session = await BeginAsync();
        var source = new GatedStream(50_000);
        var part = session.WritePartAsync(1, PipeReader.Create(source), 50_000, Ct);
        await source.Waiting.WaitAsync(Ct);

        var abort = session.AbortAsync(Ct);
        source.Release();
        await abort;
        await CatchAsync(() => part);
        (await CatchAsync(() => session.CommitAsync(Ct))).ShouldBeOfType<StorageException>();
        await session.DisposeAsync();

        await MissingAsync(Key("o"));
        await NoLeftoversAsync();
    });

    [Fact, Case("W09", "W06")]
    public Task A_part_that_is_cancelled_or_fails_is_not_kept_and_the_upload_goes_on() => SupportedAsync(async () =>
    {
        await using var session = await BeginAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var source = new GatedStream(50_000);
        var part = session.WritePartAsync(1, PipeReader.Create(source), 60_000, cancel.Token);
        await source.Waiting.WaitAsync(Ct);
        await cancel.CancelAsync();
        (await CatchAsync(() => part)).ShouldBeAssignableTo<OperationCanceledException>();
        (await CatchAsync(() => session.WritePartAsync(1, PipeReader.Create(new FailingStream(1000)), 2000, Ct))).ShouldNotBeNull();

        await PartAsync(session, 1, Bytes(100));
        await session.CommitAsync(Ct);
        (await GetAsync(Key("o"))).ShouldBe(Bytes(100));
        await NoLeftoversAsync();
    });

    [Fact, Case("W09")]
    public Task A_commit_that_is_cancelled_beforehand_changes_nothing() => SupportedAsync(async () =>
    {
        await PutAsync(Key("o"), "old");
        await using (var session = await BeginAsync())
        {
            await PartAsync(session, 1, Bytes(100));
            (await CatchAsync(() => session.CommitAsync(new CancellationToken(true)))).ShouldBeAssignableTo<OperationCanceledException>();
        }

        (await TextAsync(Key("o"))).ShouldBe("old");
        await NoLeftoversAsync();
    });

    [Fact, Case("W16")]
    public Task Of_two_uploads_to_one_key_the_last_to_commit_wins_whole() => SupportedAsync(async () =>
    {
        await using var first = await BeginAsync();
        await using var second = await BeginAsync();
        first.Token.ShouldNotBe(second.Token);
        await PartAsync(first, 1, Bytes(PartSize, 1));
        await PartAsync(second, 1, Bytes(PartSize, 2));
        await PartAsync(second, 2, Bytes(10, 2));
        await PartAsync(first, 2, Bytes(20, 1));

        await second.CommitAsync(Ct);
        (await GetAsync(Key("o"))).AsSpan().SequenceEqual([.. Bytes(PartSize, 2), .. Bytes(10, 2)]).ShouldBeTrue();
        await first.CommitAsync(Ct);
        (await GetAsync(Key("o"))).AsSpan().SequenceEqual([.. Bytes(PartSize, 1), .. Bytes(20, 1)]).ShouldBeTrue();
        await NoLeftoversAsync();
    });

    [Fact, Case("W19")]
    public Task Many_parts_are_joined_in_order() => SupportedAsync(async () =>
    {
        if (Can.Multipart!.MinPartSize > 10_000)
        {
            return;
        }

        var count = Math.Min(Can.Multipart.MaxParts, 300);
        var size = (int)Can.Multipart.MinPartSize + 9;
        await using var session = await BeginAsync();
        await Parallel.ForAsync(1, count + 1, Ct, async (n, _) => await PartAsync(session, n, Bytes(size, n)));
        await session.CommitAsync(Ct);

        (await GetAsync(Key("o"))).AsSpan().SequenceEqual(Enumerable.Range(1, count).SelectMany(n => Bytes(size, n)).ToArray()).ShouldBeTrue();
    });

    private Task SupportedAsync(Func<Task> body) => Check(() => Can.Multipart is null ? Task.CompletedTask : body());

    private Task<IUploadSession> BeginAsync(WriteOptions? options = null) => Backend.BeginWriteAsync(Key("o"), options ?? WriteOptions.Default, Ct);

    private static Task PartAsync(IUploadSession session, int number, byte[] bytes) => session.WritePartAsync(number, Reader(bytes), bytes.Length, Ct);
}
