using System.Globalization;
using System.Text.Json;
using Dapper;
using Holdfast.Engine.Catalog;
using Holdfast.Errors;

namespace Holdfast.Engine.Jobs;

/// <summary>Jobs as rows. A worker holds a job by a lease in the row; whoever finds the lease run out may take it.</summary>
internal sealed class JobStore(EngineContext engine)
{
    private const string Columns =
        "job_id AS Id, kind AS Kind, arguments AS Arguments, state AS State, progress AS Progress, report AS Report, error AS Error, owner AS Owner, " +
        "created_at AS CreatedAt, started_at AS StartedAt, finished_at AS FinishedAt, position AS Position, cancelling AS Cancelling";

    public Task<JobInfo> AddAsync(string kind, string arguments, string? owner, CancellationToken cancellationToken) => engine.Catalog.WriteAsync(
        async session =>
        {
            var id = Ids.New(session.Now);
            await session.ExecuteAsync(
                "INSERT INTO job (job_id, kind, arguments, state, progress, owner, created_at) VALUES (@p0, @p1, @p2, 0, @p3, @p4, @p5)",
                id, kind, arguments, WriteProgress(new JobProgress()), owner, session.NowMs);
            return (await FindAsync(session, id))!.Value.Info;
        },
        cancellationToken);

    public async Task<JobInfo?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await engine.Catalog.ReadAsync(session => FindAsync(session, id), cancellationToken))?.Info;

    /// <summary>Whether this worker should stop: someone asked for it, or another worker has the job by now.</summary>
    public Task<bool> ShouldStopAsync(string id, CancellationToken cancellationToken) => engine.Catalog.ReadAsync(
        async session => await session.Prepare("SELECT 1 FROM job WHERE job_id = @p0 AND cancelling = 0 AND state = 1 AND instance_id = @p1", id, engine.InstanceId).ExecuteScalarAsync() is null,
        cancellationToken);

    /// <summary>Keeps the lease of a job that is too busy with one large object to save.</summary>
    public Task<int> RenewAsync(string id, CancellationToken cancellationToken) => engine.Catalog.WriteAsync(
        session => session.ExecuteAsync(
            "UPDATE job SET lease_until = @p1 WHERE job_id = @p0 AND state = 1 AND instance_id = @p2", id, session.NowMs + (long)engine.Options.Lease.TotalMilliseconds, engine.InstanceId),
        cancellationToken);

    public async Task<JobPage> ListAsync(int limit, string? cursor, CancellationToken cancellationToken)
    {
        CheckLimit(limit);
        var rows = await engine.Catalog.ReadAsync(
            async session => (await session.Connection.QueryAsync<Row>(
                $"SELECT {Columns} FROM job WHERE (@cursor IS NULL OR job_id < @cursor) ORDER BY job_id DESC LIMIT @limit", new { cursor, limit = limit + 1 })).AsList(),
            cancellationToken);
        return new JobPage([.. rows.Take(limit).Select(r => r.ToInfo())], rows.Count > limit ? rows[limit - 1].Id : null);
    }

    public async Task<JobItemPage> ItemsAsync(string id, string? kind, int limit, string? cursor, CancellationToken cancellationToken)
    {
        CheckLimit(limit);
        var after = cursor is null ? 0 : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : throw StorageErrors.InvalidArgument("The cursor is none that a list gave.");
        var rows = await engine.Catalog.ReadAsync(
            async session => (await session.Connection.QueryAsync<(long Seq, string Kind, string Key, string? Backend, string? Detail)>(
                "SELECT seq, kind, key, backend, detail FROM job_item WHERE job_id = @id AND (@kind IS NULL OR kind = @kind) AND seq > @after ORDER BY seq LIMIT @limit",
                new { id, kind, after, limit = limit + 1 })).AsList(),
            cancellationToken);
        return new JobItemPage(
            [.. rows.Take(limit).Select(r => new JobItem(r.Kind, r.Key, r.Backend, r.Detail))],
            rows.Count > limit ? rows[limit - 1].Seq.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Takes the oldest waiting job, or one whose worker is gone; null when there is none.</summary>
    public Task<(JobInfo Info, string? Position)?> TakeAsync(CancellationToken cancellationToken) => engine.Catalog.WriteAsync(
        async session =>
        {
            var id = await session.Prepare(
                "UPDATE job SET state = 1, instance_id = @p0, lease_until = @p1, started_at = @p2, finished_at = NULL, error = NULL WHERE job_id = " +
                "(SELECT job_id FROM job WHERE state = 0 OR (state = 1 AND lease_until < @p2) ORDER BY created_at LIMIT 1) RETURNING job_id",
                engine.InstanceId, session.NowMs + (long)engine.Options.Lease.TotalMilliseconds, session.NowMs).ExecuteScalarAsync();
            return id is string taken ? await FindAsync(session, taken) : null;
        },
        cancellationToken);

    /// <summary>Writes figures and findings and keeps the lease. Throws when another worker has the job by now.</summary>
    public Task SaveAsync(string id, JobProgress progress, string? position, string? report, IReadOnlyList<JobItem> items) => engine.Catalog.WriteAsync(
        async session =>
        {
            var held = await session.ExecuteAsync(
                "UPDATE job SET progress = @p1, position = @p2, report = @p3, lease_until = @p4 WHERE job_id = @p0 AND state = 1 AND instance_id = @p5",
                id, WriteProgress(progress), position, report, session.NowMs + (long)engine.Options.Lease.TotalMilliseconds, engine.InstanceId);
            if (held == 0)
            {
                throw StorageErrors.Conflict("Another server has taken over this job.");
            }

            foreach (var item in items)
            {
                await session.ExecuteAsync("INSERT INTO job_item (job_id, kind, key, backend, detail) VALUES (@p0, @p1, @p2, @p3, @p4)", id, item.Kind, item.Key, item.Backend, item.Detail);
            }

            return 0;
        },
        CancellationToken.None);

    public Task<int> EndAsync(string id, JobState state, string? error) => engine.Catalog.WriteAsync(
        session => session.ExecuteAsync(
            "UPDATE job SET state = @p1, error = @p2, finished_at = @p3, lease_until = NULL, instance_id = NULL, cancelling = 0 WHERE job_id = @p0 AND instance_id = @p4",
            id, (int)state, error, session.NowMs, engine.InstanceId),
        CancellationToken.None);

    /// <summary>Gives a job back so that another worker, or this one after a restart, goes on with it.</summary>
    public Task<int> GiveBackAsync(string id) => engine.Catalog.WriteAsync(
        session => session.ExecuteAsync("UPDATE job SET state = 0, lease_until = NULL, instance_id = NULL WHERE job_id = @p0 AND instance_id = @p1 AND state = 1", id, engine.InstanceId),
        CancellationToken.None);

    public Task<JobInfo> CancelAsync(string id, CancellationToken cancellationToken) => engine.Catalog.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync("UPDATE job SET state = 4, finished_at = @p1 WHERE job_id = @p0 AND state = 0", id, session.NowMs);
            await session.ExecuteAsync("UPDATE job SET cancelling = 1 WHERE job_id = @p0 AND state = 1", id);
            return (await FindAsync(session, id))?.Info ?? throw Unknown(id);
        },
        cancellationToken);

    public Task<JobInfo> RetryAsync(string id, CancellationToken cancellationToken) => engine.Catalog.WriteAsync(
        async session =>
        {
            var found = (await FindAsync(session, id))?.Info ?? throw Unknown(id);
            if (!found.HasEnded)
            {
                throw StorageErrors.Conflict("The job has not ended yet.");
            }

            // A job that was cut short goes on where it was; one that had finished begins again.
            var goesOn = found.State != JobState.Succeeded;
            await session.ExecuteAsync(
                goesOn
                    ? "UPDATE job SET state = 0, cancelling = 0, error = NULL, finished_at = NULL WHERE job_id = @p0 AND @p1 = 1"
                    : "UPDATE job SET state = 0, cancelling = 0, error = NULL, finished_at = NULL, position = NULL, report = NULL, progress = '{}' WHERE job_id = @p0 AND @p1 = 0",
                id, goesOn ? 1 : 0);
            if (!goesOn)
            {
                await session.ExecuteAsync("DELETE FROM job_item WHERE job_id = @p0", id);
            }

            return (await FindAsync(session, id))!.Value.Info;
        },
        cancellationToken);

    public static StorageException Unknown(string id) => StorageErrors.NotFound($"There is no job '{StorageErrors.Quote(id)}'.");

    private static async Task<(JobInfo Info, string? Position)?> FindAsync(CatalogSession session, string id)
    {
        var row = await session.Connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM job WHERE job_id = @id", new { id });
        return row is null ? null : (row.ToInfo(), row.Position);
    }

    private static void CheckLimit(int limit)
    {
        if (limit is < 1 or > 1000)
        {
            throw StorageErrors.InvalidArgument("The limit of a list is between 1 and 1000.");
        }
    }

    private static string WriteProgress(JobProgress progress) => JsonSerializer.Serialize(progress);

    private sealed record Row
    {
        public required string Id { get; init; }

        public required string Kind { get; init; }

        public required string Arguments { get; init; }

        public required long State { get; init; }

        public required string Progress { get; init; }

        public string? Report { get; init; }

        public string? Error { get; init; }

        public string? Owner { get; init; }

        public required long CreatedAt { get; init; }

        public long? StartedAt { get; init; }

        public long? FinishedAt { get; init; }

        public string? Position { get; init; }

        public long Cancelling { get; init; }

        public JobInfo ToInfo() => new()
        {
            Id = Id,
            Kind = Kind,
            Arguments = Arguments,
            State = (JobState)State,
            Progress = JsonSerializer.Deserialize<JobProgress>(Progress) ?? new JobProgress(),
            Report = Report,
            Error = Error,
            Owner = Owner,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
            StartedAt = StartedAt is { } started ? DateTimeOffset.FromUnixTimeMilliseconds(started) : null,
            FinishedAt = FinishedAt is { } finished ? DateTimeOffset.FromUnixTimeMilliseconds(finished) : null,
        };
    }
}
