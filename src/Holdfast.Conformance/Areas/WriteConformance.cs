using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Conformance;

/// <summary>Section 2: writing in one go.</summary>
public abstract class WriteConformance(BackendHarness harness) : ConformanceArea(harness)
{
    [Fact, Case("W01", "M08")]
    public Task An_empty_object_is_readable_listed_and_keeps_its_metadata() => Check(async () =>
    {
        var attributes = Can.Write.Metadata ? new ObjectAttributes { ContentType = "text/plain", Metadata = UserMetadata.From([new("a", "b")]) } : ObjectAttributes.None;
        var result = await PutAsync(Key("empty"), [], new WriteOptions { Attributes = attributes });

        result.Stat.Size.ShouldBe(0);
        result.Digests!.Length.ShouldBe(0);
        (await GetAsync(Key("empty"))).ShouldBeEmpty();
        (await NamesAsync()).ShouldBe(["empty"]);
        (await StatAsync(Key("empty"))).Attributes.Metadata.ShouldBe(attributes.Metadata);
        (await StatAsync(Key("empty"))).Attributes.ContentType.ShouldBe(attributes.ContentType);
    });

    [Theory, Case("W02", "W03")]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(65_537)]
    [InlineData(100_000)]
    [InlineData(100_001)]
    [InlineData(1_048_575)]
    [InlineData(1_048_576)]
    [InlineData(1_048_577)]
    [InlineData(2_097_153)]
    public Task Every_size_comes_back_byte_for_byte_with_or_without_a_declared_length(int size) => Check(async () =>
    {
        var bytes = Bytes(size, size);
        foreach (long? length in Can.Write.UnknownLength ? new long?[] { null, size } : [size])
        {
            var result = await PutAsync(Key("o"), bytes, new WriteOptions { Length = length });
            result.Stat.Size.ShouldBe(size);
            (await GetAsync(Key("o"))).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        }
    });

    [Fact, Case("W02")]
    public Task The_digests_of_a_write_are_those_of_its_bytes() => Check(async () =>
    {
        var bytes = Bytes(2 * ContentHasher.BlockSize + 17);

        var digests = (await PutAsync(Key("o"), bytes)).Digests.ShouldNotBeNull();

        digests.Length.ShouldBe(bytes.Length);
        digests.Sha256.ToArray().ShouldBe(SHA256.HashData(bytes));
        digests.BlockChecksums.ShouldBe(bytes.Chunk(ContentHasher.BlockSize).Select(block => Crc32C.Of(block)));
    });

    [Fact, Case("W03")]
    public Task A_content_of_unknown_length_larger_than_any_buffer_streams() => Check(async () =>
    {
        var size = Harness.Tunables.LargeSizes ? 40_000_003 : 9_000_001;
        if (!Can.Write.UnknownLength)
        {
            await RefusedAsync(() => Backend.WriteAsync(Key("o"), Reader([1]), WriteOptions.Default, Ct));
            await MissingAsync(Key("o"));
            return;
        }

        using var expected = new ContentHasher();
        var source = new PatternStream(size, expected);
        var result = await Backend.WriteAsync(Key("o"), PipeReader.Create(source), WriteOptions.Default, Ct);

        result.Digests!.Sha256Hex.ShouldBe(expected.Finish().Sha256Hex);
        (await StatAsync(Key("o"))).Size.ShouldBe(size);
    });

    [Fact, Case("W04", "W20")]
    public Task The_reader_is_read_to_its_end_in_whatever_pieces_it_comes_and_is_not_completed() => Check(async () =>
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0, minimumSegmentSize: 16));
        var bytes = Bytes(10_000);
        foreach (var piece in bytes.Chunk(37))
        {
            await pipe.Writer.WriteAsync(piece, Ct);
        }

        await pipe.Writer.CompleteAsync();

        await Backend.WriteAsync(Key("o"), pipe.Reader, new WriteOptions { Length = bytes.Length }, Ct);

        (await GetAsync(Key("o"))).ShouldBe(bytes);
        var after = await pipe.Reader.ReadAsync(Ct);
        after.IsCompleted.ShouldBeTrue();
        after.Buffer.IsEmpty.ShouldBeTrue();
        await pipe.Reader.CompleteAsync();
    });

    [Fact, Case("W04")]
    public Task A_stream_that_was_read_from_is_written_from_where_it_stands_and_left_open() => Check(async () =>
    {
        using var stream = new MemoryStream("skipped:kept"u8.ToArray());
        stream.Position = 8;

        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        await Backend.WriteAsync(Key("o"), reader, new WriteOptions { Length = 4 }, Ct);
        await reader.CompleteAsync();

        (await TextAsync(Key("o"))).ShouldBe("kept");
        stream.CanRead.ShouldBeTrue();
    });

    [Theory, Case("W05")]
    [InlineData(10_000, 10)]
    [InlineData(10, 10_000)]
    [InlineData(10_000, 0)]
    public Task Overwriting_leaves_no_tail(int before, int after) => Check(async () =>
    {
        await PutAsync(Key("o"), Bytes(before));
        await PutAsync(Key("o"), Bytes(after, 2));

        (await GetAsync(Key("o"))).ShouldBe(Bytes(after, 2));
        (await StatAsync(Key("o"))).Size.ShouldBe(after);
    });

    [Theory, Case("W06")]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(3_000_000, false)]
    [InlineData(3_000_000, true)]
    public Task A_source_that_fails_leaves_what_was_there_and_nothing_else(int after, bool overwrite) => Check(async () =>
    {
        await PrepareAsync(overwrite);

        var error = await CatchAsync(() => Backend.WriteAsync(Key("o"), PipeReader.Create(new FailingStream(after)), new WriteOptions { Length = Can.Write.UnknownLength ? null : after + 10 }, Ct));

        (error as FailingStream.SourceException ?? error?.InnerException).ShouldBeOfType<FailingStream.SourceException>("the source's own exception");
        await UntouchedAsync(overwrite);
    });

    [Theory, Case("W07", "W08")]
    [InlineData(100, 99, false)]
    [InlineData(100, 99, true)]
    [InlineData(100, 101, true)]
    [InlineData(0, 1, true)]
    [InlineData(3_000_000, 1_500_000, true)]
    [InlineData(1_500_000, 3_000_000, false)]
    public Task A_content_of_another_length_than_declared_is_refused(int declared, int actual, bool overwrite) => Check(async () =>
    {
        await PrepareAsync(overwrite);

        await FailsAsync(StorageErrorKind.IntegrityMismatch, () => Backend.WriteAsync(Key("o"), Reader(Bytes(actual)), new WriteOptions { Length = declared }, Ct));

        await UntouchedAsync(overwrite);
    });

    [Theory, Case("W08")]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_content_longer_than_allowed_is_too_large(bool declared) => Check(async () =>
    {
        if (!declared && !Can.Write.UnknownLength)
        {
            return;
        }

        await PutAsync(Key("o"), "old");

        var error = await FailsAsync(StorageErrorKind.TooLarge, () => PutAsync(Key("o"), Bytes(2001), new WriteOptions { Length = declared ? 2001 : null, MaxLength = 2000 }));

        error.LimitBytes.ShouldBe(2000);
        await UntouchedAsync(true);
        (await PutAsync(Key("o"), Bytes(2000), new WriteOptions { MaxLength = 2000 })).Stat.Size.ShouldBe(2000);
    });

    [Theory, Case("W09")]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(2_000_000, false)]
    [InlineData(2_000_000, true)]
    public Task Cancelling_leaves_what_was_there_and_nothing_else(int after, bool overwrite) => Check(async () =>
    {
        await PrepareAsync(overwrite);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var source = new GatedStream(after);
        var write = Backend.WriteAsync(Key("o"), PipeReader.Create(source), new WriteOptions { Length = Can.Write.UnknownLength ? null : after + 10 }, cancel.Token);
        await source.Waiting.WaitAsync(Ct);

        await cancel.CancelAsync();

        (await CatchAsync(() => write)).ShouldBeAssignableTo<OperationCanceledException>();
        await UntouchedAsync(overwrite);
    });

    [Fact, Case("W09", "L18")]
    public Task A_call_that_is_cancelled_beforehand_does_nothing() => Check(async () =>
    {
        var cancelled = new CancellationToken(true);
        await PutAsync(Key("there"), "x");
        var key = Key("o");

        (await CatchAsync(() => Backend.WriteAsync(key, Reader([1]), new WriteOptions { Length = 1 }, cancelled))).ShouldBeAssignableTo<OperationCanceledException>();
        (await CatchAsync(() => Backend.StatAsync(Key("there"), StatOptions.Default, cancelled))).ShouldBeAssignableTo<OperationCanceledException>();
        (await CatchAsync(() => Backend.ReadAsync(Key("there"), ReadOptions.Default, cancelled))).ShouldBeAssignableTo<OperationCanceledException>();
        (await CatchAsync(() => Backend.DeleteAsync([Key("there")], DeleteOptions.Default, cancelled))).ShouldBeAssignableTo<OperationCanceledException>();
        (await CatchAsync(async () =>
        {
            await foreach (var _ in Backend.ListAsync(new ListOptions { Prefix = Prefix }, cancelled))
            {
            }
        })).ShouldBeAssignableTo<OperationCanceledException>();
        (await NamesAsync()).ShouldBe(["there"]);
    });

    [Fact, Case("W11")]
    public Task Nothing_is_seen_of_a_write_before_it_ends() => Check(async () =>
    {
        var source = new GatedStream(100_000);
        await PutAsync(Key("old"), "old");
        var first = Backend.WriteAsync(Key("new"), PipeReader.Create(source), new WriteOptions { Length = 100_000 }, Ct);
        await source.Waiting.WaitAsync(Ct);

        await MissingAsync(Key("new"));
        (await NamesAsync()).ShouldBe(["old"]);
        source.Release();
        await first;

        var again = new GatedStream(100_000);
        var second = Backend.WriteAsync(Key("old"), PipeReader.Create(again), new WriteOptions { Length = 100_000 }, Ct);
        await again.Waiting.WaitAsync(Ct);
        (await TextAsync(Key("old"))).ShouldBe("old");
        again.Release();
        await second;
        (await StatAsync(Key("old"))).Size.ShouldBe(100_000);
    });

    [Fact, Case("W12", "R10")]
    public Task A_reader_beside_overwrites_sees_only_whole_contents() => Check(async () =>
    {
        byte[] Version(int i) => [.. Enumerable.Repeat((byte)i, 30_000 + (i * 7_001))];
        await PutAsync(Key("o"), Version(0));
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var seen = 0;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(
            async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    var bytes = await GetAsync(Key("o"));
                    bytes.ShouldBe(Version(bytes[0]));
                    Interlocked.Increment(ref seen);
                }
            },
            Ct)).ToList();

        for (var i = 1; i <= 60 || (Volatile.Read(ref seen) < 30 && readers.TrueForAll(r => !r.IsCompleted)); i++)
        {
            await PutAsync(Key("o"), Version(i % 8));
            await Task.Yield();
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
    });

    [Theory, Case("W14")]
    [InlineData("sha256", false)]
    [InlineData("sha256", true)]
    [InlineData("md5", true)]
    [InlineData("crc32c", true)]
    public Task A_wrong_digest_is_refused_and_changes_nothing_and_a_right_one_is_kept(string digest, bool overwrite) => Check(async () =>
    {
        await PrepareAsync(overwrite);
        var bytes = Bytes(150_000, 3);
        ExpectedDigests Of(byte[] content) => digest switch
        {
            "sha256" => new ExpectedDigests { Sha256 = SHA256.HashData(content) },
            "md5" => new ExpectedDigests { Md5 = Md5(content) },
            _ => new ExpectedDigests { Crc32C = Crc32C.Of(content) },
        };

        await FailsAsync(StorageErrorKind.IntegrityMismatch, () => PutAsync(Key("o"), bytes, new WriteOptions { Expected = Of(Bytes(150_000, 4)) }));
        await UntouchedAsync(overwrite);

        await PutAsync(Key("o"), bytes, new WriteOptions { Expected = Of(bytes) });
        (await GetAsync(Key("o"))).ShouldBe(bytes);
    });

    [Fact, Case("W15")]
    public Task A_write_tells_what_a_stat_and_a_list_then_tell() => Check(async () =>
    {
        var written = (await PutAsync(Key("o"), Bytes(1000))).Stat;
        var stat = await StatAsync(Key("o"));
        var listed = (await EntriesAsync()).Single().Stat.ShouldNotBeNull();

        foreach (var told in new[] { stat, listed })
        {
            told.Key.ShouldBe(Key("o"));
            (told.Size, told.ETag, told.LastModified).ShouldBe((written.Size, written.ETag, written.LastModified));
        }

        stat.Identity.ShouldBe(written.Identity);
    });

    [Fact, Case("W17", "X11")]
    public Task Many_writers_at_once_to_keys_of_their_own_all_succeed() => Check(async () =>
    {
        var keys = Enumerable.Range(0, 64).Select(i => Key($"dir{i % 5}/o{i}")).ToList();

        await Task.WhenAll(keys.Select((key, i) => Task.Run(() => PutAsync(key, Bytes(20_000 + i, i)), Ct)));

        for (var i = 0; i < keys.Count; i++)
        {
            (await GetAsync(keys[i])).AsSpan().SequenceEqual(Bytes(20_000 + i, i)).ShouldBeTrue();
        }
    });

    [Fact, Case("W17")]
    public Task Writers_at_once_to_one_key_leave_one_whole_content() => Check(async () =>
    {
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => PutAsync(Key("o"), Bytes(50_000 + i, i)), Ct)));

            var bytes = await GetAsync(Key("o"));
            bytes.AsSpan().SequenceEqual(Bytes(bytes.Length, bytes.Length - 50_000)).ShouldBeTrue();
        }

        await NoLeftoversAsync();
    });

    [Fact, Case("W24", "L14")]
    public Task A_key_that_ends_in_a_slash_is_an_object_like_any_other() => Check(async () =>
    {
        await PutAsync(Key("dir/"), []);
        await PutAsync(Key("dir/a"), "a");

        (await StatAsync(Key("dir/"))).Size.ShouldBe(0);
        (await NamesAsync()).ShouldBe(["dir/", "dir/a"]);
        await MissingAsync(Key("dir"));
    });

    private async Task PrepareAsync(bool overwrite)
    {
        if (overwrite)
        {
            await PutAsync(Key("o"), "old");
        }
    }

    private async Task UntouchedAsync(bool overwrite)
    {
        if (overwrite)
        {
            (await TextAsync(Key("o"))).ShouldBe("old");
        }
        else
        {
            await MissingAsync(Key("o"));
        }

        (await NamesAsync()).Count.ShouldBe(overwrite ? 1 : 0);
        await NoLeftoversAsync();
    }

#pragma warning disable CA5351 // The digest that S3 clients send.
    private static byte[] Md5(byte[] content) => MD5.HashData(content);
#pragma warning restore CA5351
}
