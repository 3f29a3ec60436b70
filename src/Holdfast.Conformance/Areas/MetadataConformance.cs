using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Conformance;

/// <summary>Section 5: headers, metadata and times.</summary>
public abstract class MetadataConformance(BackendHarness harness) : ConformanceArea(harness)
{
    private static ObjectAttributes Full { get; } = new()
    {
        ContentType = "text/csv; charset=utf-8; header=present",
        ContentEncoding = "identity",
        ContentLanguage = "de-CH, en",
        ContentDisposition = "attachment; filename=\"a b.csv\"; filename*=UTF-8''na%C3%AFve.csv",
        CacheControl = "public, max-age=60",
        Metadata = UserMetadata.From([new("Project", "Alpha"), new("x-empty", ""), new("umlaut", "Grüße, 世界 😀"), new("spaces", "hello   world"), new("dots.and-dashes_1", "=?UTF-8?Q?not_decoded?=")]),
    };

    [Fact, Case("M01")]
    public Task What_was_not_given_is_empty() => Check(async () =>
    {
        await PutAsync(Key("o"), "x");
        var attributes = (await StatAsync(Key("o"))).Attributes;

        attributes.Metadata.Count.ShouldBe(0);
        attributes.System.Count.ShouldBe(0);
        (attributes.ContentEncoding, attributes.ContentLanguage, attributes.ContentDisposition, attributes.CacheControl).ShouldBe(default((string?, string?, string?, string?)));
        (attributes.ContentType ?? "application/octet-stream").ShouldBe("application/octet-stream");
    });

    [Fact, Case("M02", "M06", "M12", "E13")]
    public Task Headers_and_metadata_come_back_as_they_were() => Check(async () =>
    {
        if (!Can.Write.Metadata)
        {
            await RefusedAsync(() => PutAsync(Key("o"), "x", new WriteOptions { Attributes = new ObjectAttributes { ContentType = "text/plain" } }));
            await RefusedAsync(() => PutAsync(Key("o"), "x", new WriteOptions { Attributes = new ObjectAttributes { Metadata = UserMetadata.From([new("a", "b")]) } }));
            await MissingAsync(Key("o"));
            return;
        }

        var written = await PutAsync(Key("o"), "x", new WriteOptions { Attributes = Full });

        ShouldBeFull(written.Stat.Attributes);
        ShouldBeFull((await StatAsync(Key("o"))).Attributes);
        await using var read = await Backend.ReadAsync(Key("o"), ReadOptions.Default, Ct);
        ShouldBeFull(read.Stat.Attributes);
        read.Stat.Attributes.Metadata["project"].ShouldBe("Alpha");
    });

    [Theory, Case("M06")]
    [InlineData(" leading")]
    [InlineData("trailing ")]
    [InlineData("   ")]
    [InlineData("%41+%20")]
    [InlineData("\"quoted\\\"")]
    [InlineData("a,b;c=d")]
    public Task Values_are_exact(string value) => Check(async () =>
    {
        if (!Can.Write.Metadata)
        {
            return;
        }

        await PutAsync(Key("o"), "x", new WriteOptions { Attributes = new ObjectAttributes { Metadata = UserMetadata.From([new("v", value)]) } });
        (await StatAsync(Key("o"))).Attributes.Metadata["v"].ShouldBe(value);
    });

    [Fact, Case("M05")]
    public Task Names_of_all_kinds_are_kept() => Check(async () =>
    {
        if (!Can.Write.Metadata)
        {
            return;
        }

        string[] names = ["simple", "with-dash", "with_underscore", "with.dot", "0digit", "with space", "a:b", "a/b", "ünï", "世界", "😀", "a%20b", "a+b", "=", "class"];
        var metadata = UserMetadata.From(names.Select((name, i) => KeyValuePair.Create(name, $"v{i}")));

        await PutAsync(Key("o"), "x", new WriteOptions { Attributes = new ObjectAttributes { Metadata = metadata } });
        (await StatAsync(Key("o"))).Attributes.Metadata.ShouldBe(metadata);
    });

    [Fact, Case("M03", "M04")]
    public Task Malformed_names_and_values_cannot_be_made() => Check(async () =>
    {
        foreach (var pairs in new KeyValuePair<string, string>[][]
        {
            [new("abc", "1"), new("aBc", "2")], [new("", "x")], [new("a\nb", "x")], [new("a", "x\r\nInjected: 1")], [new("a", "\0")], [new("a", "\uD800")], [new("\uDC00", "a")],
        })
        {
            await FailsAsync(StorageErrorKind.InvalidArgument, () => Task.FromResult(UserMetadata.From(pairs)));
        }
    });

    [Fact, Case("M04", "M11")]
    public Task Malformed_headers_are_refused_before_anything_is_written() => Check(async () =>
    {
        foreach (var attributes in new ObjectAttributes[]
        {
            new() { ContentType = "application/octet/stream" }, new() { ContentType = "text" }, new() { ContentType = "" }, new() { ContentType = "text/" }, new() { ContentType = "te xt/plain" }, new() { ContentType = "text/plain\r\nX: y" },
            new() { CacheControl = "a\nb" }, new() { ContentDisposition = "a\rb" }, new() { ContentEncoding = "\0" }, new() { ContentLanguage = "\u007f" }, new() { ContentDisposition = "\uD800" },
        })
        {
            await FailsAsync(StorageErrorKind.InvalidArgument, () => PutAsync(Key("o"), "x", new WriteOptions { Attributes = attributes }));
            await FailsAsync(Can.Multipart is null ? StorageErrorKind.Unsupported : StorageErrorKind.InvalidArgument, () => Backend.BeginWriteAsync(Key("o"), new WriteOptions { Attributes = attributes }, Ct));
        }

        await MissingAsync(Key("o"));
    });

    [Fact, Case("M07")]
    public Task Metadata_up_to_the_limit_is_kept_and_one_byte_more_is_refused() => Check(async () =>
    {
        if (!Can.Write.Metadata)
        {
            return;
        }

        ObjectAttributes Of(int bytes) => new() { Metadata = UserMetadata.From([new("n", new string('v', bytes - 1))]) };
        await PutAsync(Key("o"), "x", new WriteOptions { Attributes = Of(Can.Write.MetadataMaxBytes) });
        (await StatAsync(Key("o"))).Attributes.Metadata["n"].Length.ShouldBe(Can.Write.MetadataMaxBytes - 1);

        await FailsAsync(StorageErrorKind.InvalidArgument, () => PutAsync(Key("p"), "x", new WriteOptions { Attributes = Of(Can.Write.MetadataMaxBytes + 1) }));
        await MissingAsync(Key("p"));
    });

    [Fact, Case("M02", "M07")]
    public Task Names_of_the_system_are_kept_apart_from_the_users() => Check(async () =>
    {
        if (!Can.Write.Metadata)
        {
            return;
        }

        var attributes = new ObjectAttributes { Metadata = UserMetadata.From([new("attempt", "user")]), System = UserMetadata.From([new("attempt", "system"), new("version", "01J")]) };
        await PutAsync(Key("o"), "x", new WriteOptions { Attributes = attributes });

        var stat = (await StatAsync(Key("o"))).Attributes;
        stat.Metadata.ShouldBe(attributes.Metadata);
        stat.System.ShouldBe(attributes.System);
    });

    [Fact, Case("M09", "C01")]
    public Task Parts_and_copies_keep_all_attributes() => Check(async () =>
    {
        if (!Can.Write.Metadata)
        {
            return;
        }

        await PutAsync(Key("o"), "x", new WriteOptions { Attributes = Full });
        if (Can.Multipart is not null)
        {
            await using var session = await Backend.BeginWriteAsync(Key("o"), new WriteOptions { Attributes = Full }, Ct);
            await session.WritePartAsync(1, Reader(Bytes(10)), 10, Ct);
            await session.CommitAsync(Ct);
            ShouldBeFull((await StatAsync(Key("o"))).Attributes);
        }

        if (Can.Copy is not null)
        {
            await Backend.CopyAsync(Key("o"), Key("kept"), CopyOptions.Default, Ct);
            ShouldBeFull((await StatAsync(Key("kept"))).Attributes);
            var other = new ObjectAttributes { ContentType = "text/plain", Metadata = UserMetadata.From([new("only", "this")]) };
            await Backend.CopyAsync(Key("o"), Key("replaced"), new CopyOptions { Attributes = other }, Ct);
            var replaced = (await StatAsync(Key("replaced"))).Attributes;
            replaced.Metadata.ShouldBe(other.Metadata);
            (replaced.ContentType, replaced.CacheControl).ShouldBe(("text/plain", null));
            ShouldBeFull((await StatAsync(Key("o"))).Attributes);
        }
    });

    [Fact, Case("M13", "C03")]
    public Task A_copy_to_itself_changes_the_attributes_and_no_byte() => Check(async () =>
    {
        if (Can.Copy is null || !Can.Write.Metadata)
        {
            return;
        }

        var bytes = Bytes(100_000);
        await PutAsync(Key("o"), bytes, new WriteOptions { Attributes = Full });
        await Backend.CopyAsync(Key("o"), Key("o"), new CopyOptions { Attributes = new ObjectAttributes { CacheControl = "no-store" } }, Ct);

        (await GetAsync(Key("o"))).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        var attributes = (await StatAsync(Key("o"))).Attributes;
        (attributes.CacheControl, attributes.ContentLanguage, attributes.Metadata.Count).ShouldBe(("no-store", null, 0));
    });

    [Fact, Case("M14", "W05")]
    public Task Overwriting_takes_the_old_attributes_away() => Check(async () =>
    {
        if (!Can.Write.Metadata)
        {
            return;
        }

        await PutAsync(Key("o"), "x", new WriteOptions { Attributes = Full });
        await PutAsync(Key("o"), "y", new WriteOptions { Attributes = new ObjectAttributes { Metadata = UserMetadata.From([new("project", "Beta")]) } });

        var attributes = (await StatAsync(Key("o"))).Attributes;
        attributes.Metadata.ShouldBe(UserMetadata.From([new("project", "Beta")]));
        (attributes.CacheControl, attributes.ContentDisposition).ShouldBe(default((string?, string?)));
    });

    [Fact, Case("M15")]
    public Task What_was_given_is_not_shared_with_the_caller() => Check(async () =>
    {
        if (!Can.Write.Metadata)
        {
            return;
        }

        var mine = new Dictionary<string, string> { ["a"] = "1" };
        var bytes = Bytes(100);
        await PutAsync(Key("o"), bytes, new WriteOptions { Attributes = new ObjectAttributes { Metadata = UserMetadata.From(mine) } });
        mine["a"] = "2";
        bytes[0] ^= 0xFF;

        (await StatAsync(Key("o"))).Attributes.Metadata["a"].ShouldBe("1");
        (await GetAsync(Key("o"))).ShouldBe(Bytes(100));
    });

    [Fact, Case("M16", "M17")]
    public Task Times_are_utc_rise_per_key_and_keep_their_resolution() => Check(async () =>
    {
        Can.TimestampResolution.ShouldBeGreaterThan(TimeSpan.Zero);
        var last = DateTimeOffset.MinValue;
        for (var i = 0; i < 5; i++)
        {
            var told = (await PutAsync(Key("o"), $"{i}")).Stat.LastModified;
            told.Offset.ShouldBe(TimeSpan.Zero);
            told.ShouldBeGreaterThanOrEqualTo(last);
            (told.Ticks % Can.TimestampResolution.Ticks).ShouldBe(0);
            (TimeProvider.System.GetUtcNow() - told).Duration().ShouldBeLessThan(Harness.Tunables.ClockTolerance);
            (await StatAsync(Key("o"))).LastModified.ShouldBe(told);
            last = told;
        }
    });

    [Fact, Case("E13")]
    public Task A_storage_class_that_is_not_known_is_refused() => Check(async () =>
    {
        var options = new WriteOptions { Attributes = new ObjectAttributes { StorageClass = "NO_SUCH_CLASS" } };
        await FailsAsync(Can.Write.StorageClasses.Count == 0 ? StorageErrorKind.Unsupported : StorageErrorKind.InvalidArgument, () => PutAsync(Key("o"), "x", options));
        await MissingAsync(Key("o"));

        foreach (var known in Can.Write.StorageClasses)
        {
            await PutAsync(Key("o"), "x", new WriteOptions { Attributes = new ObjectAttributes { StorageClass = known } });
        }
    });

    private static void ShouldBeFull(ObjectAttributes attributes)
    {
        (attributes with { Metadata = UserMetadata.Empty, System = UserMetadata.Empty, StorageClass = null })
            .ShouldBe(Full with { Metadata = UserMetadata.Empty });
        attributes.Metadata.ShouldBe(Full.Metadata);
    }
}
