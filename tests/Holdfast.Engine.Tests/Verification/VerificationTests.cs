using Holdfast.Engine.Jobs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Tests.Support;
using Holdfast.Engine.Verification;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Tests.Verification;

public sealed class VerificationTests
{
    private static readonly VerifyOptions _deep = new() { Deep = true };
    private static readonly VerifyOptions _repair = new() { Deep = true, Repair = true };

    [Fact]
    public async Task A_whole_store_has_nothing_to_report()
    {
        await using var rig = await SomeAsync();
        foreach (var options in new[] { new VerifyOptions(), _deep, _repair })
        {
            var (report, items) = await rig.VerifyAsync(options);
            items.ShouldBeEmpty();
            report.GetProperty("checked").GetInt64().ShouldBe(3);
            report.GetProperty("ok").GetInt64().ShouldBe(3);
        }
    }

    [Fact]
    public async Task A_lost_view_is_reported_and_set_again()
    {
        await using var rig = await SomeAsync();
        File.Delete(rig.PathOf("a"));
        (await rig.VerifyAsync(_deep)).Items.Select(i => (i.Kind, i.Key)).ShouldBe([("view", "a")]);
        File.Exists(rig.PathOf("a")).ShouldBeFalse();
        var (report, _) = await rig.VerifyAsync(_repair);
        report.GetProperty("repaired").GetInt64().ShouldBe(1);
        (await rig.FileAsync("a")).ShouldBe("content of a");
        (await rig.VerifyAsync(_deep)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lost_home_is_reported_and_made_again_from_the_view()
    {
        await using var rig = await SomeAsync();
        File.Delete(rig.HomeOf("a"));
        (await rig.VerifyAsync(_deep)).Items.Select(i => (i.Kind, i.Key)).ShouldBe([("missing", "a")]);
        rig.Homes().ShouldBe(2);
        var (report, _) = await rig.VerifyAsync(_repair);
        report.GetProperty("missing").GetInt64().ShouldBe(1);
        report.GetProperty("repaired").GetInt64().ShouldBe(1);
        report.GetProperty("unrecoverable").GetInt64().ShouldBe(0);
        await rig.SettleAsync();
        rig.Homes().ShouldBe(3);
        (await rig.VerifyAsync(_deep)).Items.ShouldBeEmpty();
        (await rig.GetAsync("a")).ShouldBe("content of a");
    }

    [Fact]
    public async Task A_read_of_a_lost_home_makes_it_again_from_the_view()
    {
        await using var rig = await SomeAsync();
        var version = (await rig.FindAsync("a"))!.Version;
        File.Delete(rig.HomeOf("a"));
        (await rig.GetAsync("a")).ShouldBe("content of a");
        (await rig.FindAsync("a"))!.Version.ShouldBe(version);
        rig.Homes().ShouldBe(3);
        (await rig.VerifyAsync(_deep)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_lost_with_home_and_view_is_unrecoverable_and_said_so()
    {
        await using var rig = await SomeAsync();
        File.Delete(rig.HomeOf("a"));
        File.Delete(rig.PathOf("a"));
        var (report, items) = await rig.VerifyAsync(_repair);
        items.Select(i => i.Kind).ShouldBe(["missing", "unrecoverable"]);
        report.GetProperty("unrecoverable").GetInt64().ShouldBe(1);
        (await Should.ThrowAsync<StorageException>(() => rig.GetAsync("a"))).Kind.ShouldBe(StorageErrorKind.Unavailable);

        // And again: nothing is counted twice or forgotten.
        (await rig.VerifyAsync(_repair)).Items.Select(i => i.Kind).ShouldBe(["missing", "unrecoverable"]);
        (await rig.GetAsync("b/c")).ShouldBe("content of b/c");
        (await rig.Engine.ExplainAsync(ObjectKey.Parse("a"), Rig.Token)).Summary.ShouldContain("missing");
    }

    [Fact]
    public async Task A_flipped_bit_is_never_served_and_is_found_by_a_deep_verification_alone()
    {
        await using var rig = await Rig.StartAsync();
        var bytes = new byte[3_000_000];
        new Random(5).NextBytes(bytes);
        await rig.PutBytesAsync("big", bytes);
        await rig.SettleAsync();
        await Damage.FlipAsync(rig.HomeOf("big"), 1_500_000);
        (await rig.VerifyAsync(new VerifyOptions())).Items.ShouldBeEmpty();
        (await rig.GetBytesAsync("big", 0, 1_048_576)).ShouldBe(bytes[..1_048_576]);
        (await rig.GetBytesAsync("big", 2_500_000, 100)).ShouldBe(bytes[2_500_000..2_500_100]);
        (await Should.ThrowAsync<StorageException>(() => rig.GetBytesAsync("big", 1_200_000, 10))).Kind.ShouldBe(StorageErrorKind.IntegrityMismatch);

        await using var reader = await rig.Engine.OpenAsync(ObjectKey.Parse("big"), OpenOptions.Default, Rig.Token);
        await using var stream = reader.AsStream(0, bytes.Length);
        using var got = new MemoryStream();
        (await Should.ThrowAsync<StorageException>(() => stream.CopyToAsync(got, Rig.Token))).Kind.ShouldBe(StorageErrorKind.IntegrityMismatch);
        got.ToArray().ShouldBe(bytes[..(int)got.Length]);

        (await rig.VerifyAsync(_deep)).Items.Select(i => (i.Kind, i.Key)).ShouldBe([("corrupt", "big")]);
        var (report, items) = await rig.VerifyAsync(_repair);
        items.Select(i => i.Kind).ShouldBe(["corrupt", "unrecoverable"]);
        report.GetProperty("corrupt").GetInt64().ShouldBe(1);

        // A quick one does not call good what a deep one found wrong.
        (await rig.VerifyAsync(new VerifyOptions())).Items.Select(i => i.Kind).ShouldBe(["corrupt"]);
        await Damage.FlipAsync(rig.HomeOf("big"), 1_500_000);
        (await rig.VerifyAsync(_deep)).Items.ShouldBeEmpty();
        (await rig.GetBytesAsync("big")).ShouldBe(bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_cut_file_is_never_served_as_the_object_that_was_written(long length)
    {
        await using var rig = await SomeAsync(new RigOptions { OnExternalChange = ExternalChange.Report });
        await Damage.CutAsync(rig.HomeOf("a"), length);
        (await Should.ThrowAsync<StorageException>(() => rig.GetAsync("a"))).Kind.ShouldBe(StorageErrorKind.IdentityChanged);
        (await rig.VerifyAsync(_repair)).Items.Where(i => i.Key == "a").Select(i => i.Kind).Distinct().ShouldBe(["foreign"]);
        (await rig.GetAsync("b/c")).ShouldBe("content of b/c");
    }

    [Fact]
    public async Task Homes_whose_contents_were_swapped_are_put_right_from_their_views()
    {
        await using var rig = await SomeAsync();
        var (a, b) = (rig.HomeOf("a"), rig.HomeOf("b/c"));
        File.Move(a, a + "x");
        File.Move(b, a);
        File.Move(a + "x", b);
        (await rig.GetAsync("a")).ShouldBe("content of a");
        (await rig.GetAsync("b/c")).ShouldBe("content of b/c");
        await rig.SettleAsync();
        (await rig.VerifyAsync(_deep)).Items.ShouldBeEmpty();
        rig.Homes().ShouldBe(3);
    }

    [Fact]
    public async Task Orphans_are_reported_and_only_after_two_sightings_and_on_request_moved_to_quarantine()
    {
        var time = new ShiftedTime();
        await using var rig = await SomeAsync(new RigOptions { Time = time });
        var orphan = Path.Join(rig.Root, ".holdfast/v/000000/00000000000000000000000000");
        Directory.CreateDirectory(Path.GetDirectoryName(orphan)!);
        await File.WriteAllTextAsync(orphan, "nobody's", Rig.Token);
        File.SetLastWriteTimeUtc(orphan, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await File.WriteAllTextAsync(rig.PathOf("unknown"), "a person's", Rig.Token);
        File.SetLastWriteTimeUtc(rig.PathOf("unknown"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var clean = new VerifyOptions { CleanUpOrphans = true };
        var (report, items) = await rig.VerifyAsync(clean);
        items.Select(i => (i.Kind, i.Key)).ShouldBe([("orphans", ".holdfast/v/000000/00000000000000000000000000"), ("orphans", "unknown")]);
        report.GetProperty("orphans").GetInt64().ShouldBe(2);
        report.GetProperty("orphan_bytes").GetInt64().ShouldBe(18);
        (await rig.VerifyAsync(clean)).Items.Count.ShouldBe(2);
        File.Exists(orphan).ShouldBeTrue();

        time.Advance(TimeSpan.FromHours(25));
        (await rig.VerifyAsync(_deep)).Items.Count.ShouldBe(2);
        File.Exists(orphan).ShouldBeTrue();
        (await rig.VerifyAsync(clean)).Items.Count(i => i.Kind == "quarantined").ShouldBe(2);
        File.Exists(orphan).ShouldBeFalse();
        File.Exists(rig.PathOf("unknown")).ShouldBeFalse();
        rig.Leftovers().Count.ShouldBe(2);
        (await rig.VerifyAsync(_deep)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_an_age_of_nothing_orphans_go_at_the_first_sighting()
    {
        await using var rig = await SomeAsync();
        await File.WriteAllTextAsync(rig.PathOf("unknown"), "a person's", Rig.Token);
        (await rig.VerifyAsync(new VerifyOptions { CleanUpOrphans = true, OrphanAgeHours = 0 })).Items.Select(i => i.Kind).ShouldBe(["orphans", "quarantined"]);
    }

    [Fact]
    public async Task Verifying_beside_live_writes_reports_no_damage()
    {
        await using var rig = await SomeAsync();
        var done = false;
        var load = Enumerable.Range(1, 4).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            while (!Volatile.Read(ref done))
            {
                var key = $"live/{random.Next(40)}";
                if (random.Next(3) == 0)
                {
                    await rig.DeleteAsync(key);
                }
                else
                {
                    await rig.PutBytesAsync(key, new byte[random.Next(1, 5000)]);
                }
            }
        })).ToArray();
        for (var i = 0; i < 12; i++)
        {
            var (_, items) = await rig.VerifyAsync(i % 2 == 0 ? new VerifyOptions() : _repair);
            items.Select(item => $"{item.Kind} {item.Key} {item.Detail}").ShouldBeEmpty();
        }

        Volatile.Write(ref done, true);
        await Task.WhenAll(load);
    }

    [Fact]
    public async Task A_prefix_limits_what_is_looked_at()
    {
        await using var rig = await SomeAsync();
        File.Delete(rig.PathOf("a"));
        File.Delete(rig.HomeOf("a"));
        await File.WriteAllTextAsync(rig.PathOf("unknown"), "x", Rig.Token);
        var (report, items) = await rig.VerifyAsync(new VerifyOptions { Deep = true, Prefix = "b/" });
        items.ShouldBeEmpty();
        report.GetProperty("checked").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Adopted_files_get_their_digest_by_a_deep_verification()
    {
        await using var rig = await Rig.StartAsync();
        var bytes = new byte[2_500_000];
        new Random(6).NextBytes(bytes);
        await File.WriteAllBytesAsync(rig.PathOf("big"), bytes, Rig.Token);
        (await rig.FindAsync("big"))!.Sha256.ShouldBeNull();
        (await rig.VerifyAsync(_deep)).Items.ShouldBeEmpty();
        (await rig.FindAsync("big"))!.Sha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        await Damage.FlipAsync(rig.PathOf("big"), 2_000_000);
        (await Should.ThrowAsync<StorageException>(() => rig.GetBytesAsync("big"))).Kind.ShouldBe(StorageErrorKind.IntegrityMismatch);
    }

    [Fact]
    public async Task A_killed_verification_goes_on_and_counts_nothing_twice()
    {
        await using var rig = await Rig.StartAsync(new RigOptions { Lease = TimeSpan.FromSeconds(2) });
        for (var i = 0; i < 300; i++)
        {
            await rig.PutBytesAsync($"v/{i:000}", new byte[i]);
        }

        await rig.SettleAsync();
        foreach (var i in new[] { 3, 150, 299 })
        {
            await Damage.FlipAsync(rig.HomeOf($"v/{i:000}"), 0);
        }

        var job = await rig.Engine.VerifyAsync(_deep, Rig.Token);
        await foreach (var now in rig.Engine.Jobs.WatchAsync(job.Id, Rig.Token))
        {
            if (now.State == JobState.Running)
            {
                break;
            }
        }

        await rig.ReopenAsync();
        job = await rig.EndOfAsync((await rig.Engine.Jobs.FindAsync(job.Id, Rig.Token))!);
        job.State.ShouldBe(JobState.Succeeded);
        var report = System.Text.Json.JsonDocument.Parse(job.Report!).RootElement;
        report.GetProperty("checked").GetInt64().ShouldBe(300);
        report.GetProperty("corrupt").GetInt64().ShouldBe(3);
        (await rig.Engine.Jobs.ItemsAsync(job.Id, "corrupt", 100, null, Rig.Token)).Items.Count.ShouldBe(3);
    }

    private static async Task<Rig> SomeAsync(RigOptions? options = null)
    {
        var rig = await Rig.StartAsync(options);
        foreach (var key in new[] { "a", "b/c", "z" })
        {
            await rig.PutAsync(key, $"content of {key}");
        }

        await rig.SettleAsync();
        return rig;
    }
}
