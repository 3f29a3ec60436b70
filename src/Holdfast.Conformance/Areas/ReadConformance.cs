using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Objects;

namespace Holdfast.Conformance;

/// <summary>Section 4: reading whole objects and parts of them.</summary>
public abstract class ReadConformance(BackendHarness harness) : ConformanceArea(harness)
{
    [Fact, Case("R01")]
    public Task What_is_not_an_object_is_not_found() => Check(async () =>
    {
        await PutAsync(Key("dir/o"), "x");

        foreach (var name in new[] { "missing", "dir", "dir/", "di", "dir/o/", "dir/o/below", "missing/o" })
        {
            var error = await FailsAsync(StorageErrorKind.NotFound, () => StatAsync(Key(name)));
            error.IsTransient.ShouldBeFalse();
            await FailsAsync(StorageErrorKind.NotFound, () => GetAsync(Key(name)));
            await FailsAsync(StorageErrorKind.NotFound, () => GetAsync(Key(name), new ReadOptions { Range = ByteRange.Of(0, 1) }));
        }
    });

    [Fact, Case("R02", "R03", "R06")]
    public Task Ranges_give_their_bytes_and_tell_where_they_lie() => Check(async () =>
    {
        var bytes = Bytes(1000);
        await PutAsync(Key("o"), bytes);

        foreach (var (range, offset, length) in new[]
        {
            (ByteRange.All, 0, 1000), (ByteRange.From(0), 0, 1000), (ByteRange.From(1), 1, 999), (ByteRange.From(999), 999, 1), (ByteRange.Of(0, 1), 0, 1), (ByteRange.Of(10, 20), 10, 20),
            (ByteRange.Of(990, 100), 990, 10), (ByteRange.Of(0, long.MaxValue), 0, 1000), (ByteRange.Of(5, 0), 5, 0), (ByteRange.Of(0, 0), 0, 0),
            (ByteRange.Last(1), 999, 1), (ByteRange.Last(1000), 0, 1000), (ByteRange.Last(5000), 0, 1000), (ByteRange.Last(0), 1000, 0),
        })
        {
            await using var read = await Backend.ReadAsync(Key("o"), new ReadOptions { Range = range }, Ct);
            using var copy = new MemoryStream();
            await read.Content.CopyToAsync(copy, Ct);

            copy.ToArray().ShouldBe(bytes.AsSpan(offset, length).ToArray(), range.ToString());
            (read.Length, read.Stat.Size).ShouldBe((length, 1000));
            (length == 0 || read.Offset == offset).ShouldBeTrue();
        }
    });

    [Fact, Case("R04")]
    public Task A_range_that_begins_at_or_past_the_end_cannot_be_satisfied() => Check(async () =>
    {
        await PutAsync(Key("o"), Bytes(10));
        await PutAsync(Key("empty"), []);

        foreach (var (name, range, size) in new[] { ("o", ByteRange.From(10), 10), ("o", ByteRange.From(11), 10), ("o", ByteRange.Of(10, 5), 10), ("o", ByteRange.From(long.MaxValue), 10), ("empty", ByteRange.Of(0, 1), 0), ("empty", ByteRange.From(1), 0) })
        {
            var error = await FailsAsync(StorageErrorKind.RangeNotSatisfiable, () => GetAsync(Key(name), new ReadOptions { Range = range }));
            error.ActualSize.ShouldBe(size);
            error.IsTransient.ShouldBeFalse();
        }

        (await GetAsync(Key("empty"))).ShouldBeEmpty();
        (await GetAsync(Key("empty"), new ReadOptions { Range = ByteRange.Last(5) })).ShouldBeEmpty();
    });

    [Fact, Case("R05")]
    public Task A_negative_range_cannot_be_made() => Check(async () =>
    {
        await FailsAsync(StorageErrorKind.InvalidArgument, () => Task.FromResult(ByteRange.From(-1)));
        await FailsAsync(StorageErrorKind.InvalidArgument, () => Task.FromResult(ByteRange.Of(0, -1)));
        await FailsAsync(StorageErrorKind.InvalidArgument, () => Task.FromResult(ByteRange.Last(-1)));
    });

    [Fact, Case("R07", "R13")]
    public Task Random_ranges_agree_with_the_bytes_and_change_nothing() => Check(async () =>
    {
        var random = new Random(Harness.Tunables.Seed);
        var bytes = Bytes(3 * ContentHasher.BlockSize / 2);
        var written = (await PutAsync(Key("o"), bytes)).Stat;

        for (var round = 0; round < 50; round++)
        {
            var offset = random.Next(bytes.Length);
            var length = random.Next(1, bytes.Length);
            var expected = bytes.AsSpan(offset, Math.Min(length, bytes.Length - offset)).ToArray();
            (await GetAsync(Key("o"), new ReadOptions { Range = ByteRange.Of(offset, length) })).AsSpan().SequenceEqual(expected).ShouldBeTrue($"{offset}+{length}");
        }

        var stat = await StatAsync(Key("o"));
        (stat.ETag, stat.LastModified, stat.Identity).ShouldBe((written.ETag, written.LastModified, written.Identity));
    });

    [Fact, Case("R09")]
    public Task Reads_that_are_left_half_way_give_everything_back() => Check(async () =>
    {
        await PutAsync(Key("o"), Bytes(300_000));

        for (var i = 0; i < 200; i++)
        {
            await using var read = await Backend.ReadAsync(Key("o"), ReadOptions.Default, Ct);
            await read.Content.ReadExactlyAsync(new byte[10], Ct);
            if (i % 2 == 0)
            {
                await read.Content.DisposeAsync();
            }
        }

        await DeleteAsync(Key("o"));
        await NoLeftoversAsync();
    });

    [Theory, Case("R10")]
    [InlineData(true)]
    [InlineData(false)]
    public Task An_open_read_is_of_one_version_or_fails(bool delete) => Check(async () =>
    {
        var old = Bytes(2_000_000, 1);
        await PutAsync(Key("o"), old);
        await using var read = await Backend.ReadAsync(Key("o"), ReadOptions.Default, Ct);
        var got = new byte[old.Length];
        await read.Content.ReadExactlyAsync(got.AsMemory(0, 1000), Ct);

        if (delete)
        {
            await DeleteAsync(Key("o"));
        }
        else
        {
            await PutAsync(Key("o"), Bytes(2_000_000, 2));
        }

        // A service may cut the old version off, but it must say so.
        var error = await CatchAsync(async () =>
        {
            await read.Content.ReadExactlyAsync(got.AsMemory(1000), Ct);
            (await read.Content.ReadAsync(new byte[1], Ct)).ShouldBe(0);
        });
        if (error is null)
        {
            got.AsSpan().SequenceEqual(old).ShouldBeTrue();
        }
        else
        {
            error.ShouldBeOfType<StorageException>();
        }
    });

    [Fact, Case("R12")]
    public Task A_content_encoding_changes_no_byte() => Check(async () =>
    {
        if (!Can.Write.Metadata)
        {
            return;
        }

        byte[] looksLikeGzip = [0x1f, 0x8b, 8, 0, .. Bytes(500)];
        await PutAsync(Key("o"), looksLikeGzip, new WriteOptions { Attributes = new ObjectAttributes { ContentEncoding = "gzip", ContentType = "text/csv" } });

        (await GetAsync(Key("o"))).ShouldBe(looksLikeGzip);
        (await StatAsync(Key("o"))).Size.ShouldBe(looksLikeGzip.Length);
    });

    [Fact, Case("R14")]
    public Task An_error_of_the_consumer_is_its_own() => Check(async () =>
    {
        await PutAsync(Key("o"), Bytes(100_000));
        var error = await CatchAsync(async () =>
        {
            await using var read = await Backend.ReadAsync(Key("o"), ReadOptions.Default, Ct);
            await read.Content.ReadExactlyAsync(new byte[10], Ct);
            throw new InvalidDataException("mine");
        });

        error.ShouldBeOfType<InvalidDataException>();
    });

    [Fact, Case("R09", "W09")]
    public Task A_read_is_cancelled_in_the_middle() => Check(async () =>
    {
        await PutAsync(Key("o"), Bytes(1_000_000));
        using var cancel = new CancellationTokenSource();
        await using var read = await Backend.ReadAsync(Key("o"), ReadOptions.Default, Ct);
        await read.Content.ReadExactlyAsync(new byte[10], cancel.Token);

        await cancel.CancelAsync();

        (await CatchAsync(async () => await read.Content.ReadExactlyAsync(new byte[10], cancel.Token))).ShouldBeAssignableTo<OperationCanceledException>();
    });

    [Fact, Case("R16", "X11")]
    public Task Many_small_reads_at_once_all_succeed() => Check(async () =>
    {
        var bytes = Bytes(50_000);
        await PutAsync(Key("o"), bytes);
        var count = Harness.Tunables.LargeSizes ? 2000 : 100;

        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Ct }, async (i, _) =>
        {
            var got = await GetAsync(Key("o"), new ReadOptions { Range = ByteRange.Of(i, 16) });
            got.AsSpan().SequenceEqual(bytes.AsSpan(i, 16)).ShouldBeTrue();
        });
    });

    [Fact, Case("R02")]
    public Task Content_can_be_read_in_any_manner() => Check(async () =>
    {
        var bytes = Bytes(200_000);
        await PutAsync(Key("o"), bytes);
        await using var read = await Backend.ReadAsync(Key("o"), ReadOptions.Default, Ct);
        var got = new MemoryStream();
        var buffer = new byte[777];

        (await read.Content.ReadAsync(Memory<byte>.Empty, Ct)).ShouldBe(0);
        got.Write(buffer, 0, read.Content.Read(buffer, 0, 10));
        got.Write(buffer, 0, read.Content.Read(buffer.AsSpan()));
        got.Write(buffer, 0, await read.Content.ReadAsync(buffer.AsMemory(), Ct));
        await read.Content.CopyToAsync(got, Ct);

        got.ToArray().AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        (await read.Content.ReadAsync(buffer, Ct)).ShouldBe(0);
    });
}
