using Holdfast.Engine.Jobs;
using Holdfast.Engine.Tests.Support;
using Holdfast.Engine.Verification;
using Holdfast.Errors;
using Holdfast.Steps;

namespace Holdfast.Engine.Tests.Jobs;

public sealed class JobTests
{
    [Fact]
    public async Task A_running_job_stops_when_it_is_cancelled_and_a_retry_finishes_it()
    {
        await using var rig = await ManyAsync(40);
        var gate = new StepGate();
        await rig.ReopenAsync(new RigOptions { Steps = gate });
        for (var i = 0; i < 20; i++)
        {
            await rig.ForeignAsync($"f/{i}", "x");
        }

        var hold = gate.HoldAt(ProtocolStep.AdoptionLinked);
        var job = await rig.Engine.Jobs.SubmitAsync("adopt", "{}", "me", Rig.Token);
        await hold.Reached;
        (await rig.Engine.Jobs.CancelAsync(job.Id, Rig.Token)).State.ShouldBe(JobState.Running);
        (await Should.ThrowAsync<StorageException>(() => rig.Engine.Jobs.RetryAsync(job.Id, Rig.Token))).Kind.ShouldBe(StorageErrorKind.Conflict);
        await Task.Delay(500, Rig.Token);
        hold.Release();
        job = await rig.EndOfAsync(job);
        job.State.ShouldBe(JobState.Cancelled);
        job.Owner.ShouldBe("me");
        job.FinishedAt.ShouldNotBeNull();

        (await rig.Engine.Jobs.RetryAsync(job.Id, Rig.Token)).State.ShouldBe(JobState.Queued);
        (await rig.EndOfAsync(job)).State.ShouldBe(JobState.Succeeded);
        (await rig.CountAsync("SELECT count(*) FROM object WHERE key LIKE 'f/%' AND current_version IS NOT NULL")).ShouldBe(20);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_a_job_of_an_unknown_kind_fails()
    {
        await using var rig = await ManyAsync(1);
        await rig.SqlAsync("INSERT INTO job (job_id, kind, arguments, state, progress, created_at, instance_id, lease_until) VALUES ('held', 'verify', '{}', 1, '{}', 1, 'other', 9999999999999)");
        await rig.SqlAsync("INSERT INTO job (job_id, kind, arguments, state, progress, created_at) VALUES ('00', 'none such', '{}', 0, '{}', 9999999999999)");
        (await rig.EndOfAsync((await rig.Engine.Jobs.FindAsync("00", Rig.Token))!)).State.ShouldBe(JobState.Failed);
        (await rig.Engine.Jobs.CancelAsync("held", Rig.Token)).State.ShouldBe(JobState.Running);
        (await Should.ThrowAsync<StorageException>(() => rig.Engine.Jobs.CancelAsync("no such", Rig.Token))).Kind.ShouldBe(StorageErrorKind.NotFound);
        (await Should.ThrowAsync<StorageException>(() => rig.Engine.Jobs.SubmitAsync("none such", "{}", null, Rig.Token))).Kind.ShouldBe(StorageErrorKind.InvalidArgument);
        (await Should.ThrowAsync<StorageException>(() => rig.Engine.Jobs.SubmitAsync("verify", "nonsense", null, Rig.Token))).Kind.ShouldBe(StorageErrorKind.InvalidArgument);
        (await Should.ThrowAsync<StorageException>(() => rig.Engine.Jobs.ListAsync(0, null, Rig.Token))).Kind.ShouldBe(StorageErrorKind.InvalidArgument);
    }

    [Fact]
    public async Task A_job_whose_server_is_gone_is_taken_over_and_one_whose_server_lives_is_not()
    {
        var time = new ShiftedTime();
        await using var rig = await ManyAsync(3, new RigOptions { Time = time });
        await rig.SqlAsync($"INSERT INTO job (job_id, kind, arguments, state, progress, created_at, instance_id, lease_until) VALUES ('lost', 'verify', '{{}}', 1, '{{}}', 1, 'dead', {time.GetUtcNow().AddSeconds(30).ToUnixTimeMilliseconds()})");
        var other = await rig.Engine.VerifyAsync(new VerifyOptions(), Rig.Token);
        await rig.EndOfAsync(other);
        (await rig.Engine.Jobs.FindAsync("lost", Rig.Token))!.State.ShouldBe(JobState.Running);
        time.Advance(TimeSpan.FromSeconds(31));
        await rig.EndOfAsync(await rig.Engine.VerifyAsync(new VerifyOptions(), Rig.Token));
        (await rig.EndOfAsync((await rig.Engine.Jobs.FindAsync("lost", Rig.Token))!)).State.ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Two_servers_run_each_job_once()
    {
        await using var rig = await ManyAsync(5);
        await using var other = await rig.BesideAsync();
        await rig.SqlAsync("CREATE TABLE started (job_id TEXT)");
        await rig.SqlAsync("CREATE TRIGGER started AFTER UPDATE OF started_at ON job BEGIN INSERT INTO started VALUES (NEW.job_id); END");
        var jobs = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? rig : other).Engine.VerifyAsync(new VerifyOptions(), Rig.Token)));
        foreach (var job in jobs)
        {
            (await other.EndOfAsync(job)).State.ShouldBe(JobState.Succeeded);
        }

        (await rig.CountAsync("SELECT count(*) FROM started")).ShouldBe(12);
        (await rig.CountAsync("SELECT count(DISTINCT job_id) FROM started")).ShouldBe(12);
    }

    [Fact]
    public async Task Findings_and_jobs_are_given_page_by_page()
    {
        await using var rig = await ManyAsync(25);
        foreach (var i in Enumerable.Range(0, 25))
        {
            File.Delete(rig.PathOf($"j/{i:00}"));
        }

        var job = await rig.EndOfAsync(await rig.Engine.VerifyAsync(new VerifyOptions(), Rig.Token));
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await rig.Engine.Jobs.ItemsAsync(job.Id, "view", 7, cursor, Rig.Token);
            page.Items.Count.ShouldBeLessThanOrEqualTo(7);
            seen.AddRange(page.Items.Select(i => i.Key));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        seen.ShouldBe(Enumerable.Range(0, 25).Select(i => $"j/{i:00}"));
        await rig.EndOfAsync(await rig.Engine.VerifyAsync(new VerifyOptions(), Rig.Token));
        var first = await rig.Engine.Jobs.ListAsync(1, null, Rig.Token);
        var second = await rig.Engine.Jobs.ListAsync(1, first.NextCursor, Rig.Token);
        second.Jobs.Single().Id.ShouldBe(job.Id);
        second.NextCursor.ShouldBeNull();
    }

    private static async Task<Rig> ManyAsync(int count, RigOptions? options = null)
    {
        var rig = await Rig.StartAsync(options);
        for (var i = 0; i < count; i++)
        {
            await rig.PutAsync($"j/{i:00}", $"{i}");
        }

        await rig.SettleAsync();
        return rig;
    }
}
