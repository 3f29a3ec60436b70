using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Holdfast.Engine.Catalog.Sqlite;
using Holdfast.Engine.Jobs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Verification;
using Holdfast.Keys;
using Holdfast.Local;
using Holdfast.Objects;
using Holdfast.Steps;

namespace Holdfast.Engine.Tests.Support;

/// <summary>An engine over a real disk and a real catalog in a folder of its own, which can be closed and opened again.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private bool _closed;

    private Rig(string root, RigOptions options)
    {
        Root = root;
        Options = options;
    }

    public string Root { get; }

    public RigOptions Options { get; private set; }

    public LocalBackend Disk { get; private set; } = null!;

    public SqliteCatalog Catalog { get; private set; } = null!;

    public GatedCatalog Gate { get; private set; } = null!;

    public HoldfastEngine Engine { get; private set; } = null!;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Rig> StartAsync(RigOptions? options = null)
    {
        var rig = new Rig(Directory.CreateTempSubdirectory("holdfast-engine-").FullName, options ?? new RigOptions());
        await rig.OpenAsync();
        return rig;
    }

    /// <summary>A second server over the same folder and catalog.</summary>
    public async Task<Rig> BesideAsync(RigOptions? options = null)
    {
        var rig = new Rig(Root, (options ?? Options) with { Owned = false });
        await rig.OpenAsync();
        return rig;
    }

    public async Task StopAsync()
    {
        await CloseAsync();
        _closed = true;
    }

    public async Task ReopenAsync(RigOptions? options = null)
    {
        await CloseAsync();
        Options = options ?? Options;
        await OpenAsync();
    }

    /// <summary>
    /// Dies and comes back: nothing of the first server runs on (its catalog answers no more, its files and locks are gone), and nothing is cleaned up.
    /// </summary>
    public async Task KillAsync(RigOptions? options = null)
    {
        await DieAsync(_ => true);
        Options = options ?? Options;
        await OpenAsync();
    }

    /// <summary>Dies, with those of its open files taken away that the test names; the catalog's files are shared with whoever lives.</summary>
    public async Task DieAsync(Func<string, bool> files)
    {
        await Gate.CloseAsync();
        RevokeFiles(files);
        await Catalog.DisposeAsync();
        _closed = true;
    }

    public void RevokeFiles(Func<string, bool> files) =>
        OpenFiles.Revoke(Root, path => path.Contains("/.holdfast/catalog.db", StringComparison.Ordinal) || !files(path));

    /// <summary>Puts a file at the key as other programs do: written aside, renamed over.</summary>
    public async Task ForeignAsync(string key, string text)
    {
        var aside = Path.Join(Path.GetDirectoryName(Root), Path.GetRandomFileName());
        await File.WriteAllTextAsync(aside, text, Token);
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(key))!);
        File.Move(aside, PathOf(key), true);
    }

    public Task<string> FileAsync(string key) => File.ReadAllTextAsync(PathOf(key), Token);

    public async Task<string?> ReadOrNullAsync(string key)
    {
        try
        {
            return await GetAsync(key);
        }
        catch (Holdfast.Errors.StorageException error) when (error.Kind == Holdfast.Errors.StorageErrorKind.NotFound)
        {
            return null;
        }
    }

    public Task<StoredObject?> FindAsync(string key) => Engine.FindAsync(ObjectKey.Parse(key), Token);

    public Task<bool> DeleteAsync(string key) => Engine.DeleteAsync(ObjectKey.Parse(key), RemoveOptions.Default, Token);

    public Task<PutResult> CopyAsync(string from, string to, bool overwrite = false) =>
        Engine.CopyAsync(ObjectKey.Parse(from), ObjectKey.Parse(to), new TransferOptions { Overwrite = overwrite }, Token);

    public Task<PutResult> MoveAsync(string from, string to, bool overwrite = false) =>
        Engine.MoveAsync(ObjectKey.Parse(from), ObjectKey.Parse(to), new TransferOptions { Overwrite = overwrite }, Token);

    public Task SettleAsync() => Engine.SettleAsync(Token);

    public async Task<long> CountAsync(string sql) =>
        await Catalog.ReadAsync(async session => (long)(await session.Prepare(sql).ExecuteScalarAsync())!, Token);

    public Task<int> SqlAsync(string sql) => Catalog.WriteAsync(session => session.ExecuteAsync(sql), Token);

    /// <summary>Runs a job to its end.</summary>
    public async Task<JobInfo> EndOfAsync(JobInfo job)
    {
        await foreach (var now in Engine.Jobs.WatchAsync(job.Id, Token))
        {
            job = now;
        }

        return job;
    }

    public async Task<(JsonElement Report, List<JobItem> Items)> VerifyAsync(VerifyOptions options)
    {
        var job = await EndOfAsync(await Engine.VerifyAsync(options, Token));
        job.State.ShouldBe(JobState.Succeeded, job.Error);
        return (JsonDocument.Parse(job.Report!).RootElement, [.. (await Engine.Jobs.ItemsAsync(job.Id, null, 1000, null, Token)).Items]);
    }

    /// <summary>The files that are nobody's object: private names in the middle of an exchange, and quarantine.</summary>
    public List<string> Leftovers() =>
        [.. Directory.EnumerateFiles(Path.Join(Root, ".holdfast"), "*", SearchOption.AllDirectories)
            .Select(p => Path.GetRelativePath(Root, p))
            .Where(p => p.StartsWith(".holdfast/quarantine/", StringComparison.Ordinal) || (p.StartsWith(".holdfast/staging/", StringComparison.Ordinal) && !p.EndsWith(".lock", StringComparison.Ordinal)))];

    public async Task<StoredObject> PutAsync(string key, string text, PutOptions? options = null) => (await PutBytesAsync(key, Encoding.UTF8.GetBytes(text), options)).Object;

    public Task<PutResult> PutBytesAsync(string key, byte[] bytes, PutOptions? options = null) =>
        Engine.PutAsync(ObjectKey.Parse(key), PipeReader.Create(new MemoryStream(bytes)), options ?? PutOptions.Default, Token);

    public async Task<byte[]> GetBytesAsync(string key, long offset = 0, long? length = null)
    {
        await using var reader = await Engine.OpenAsync(ObjectKey.Parse(key), OpenOptions.Default, Token);
        using var bytes = new MemoryStream();
        var writer = PipeWriter.Create(bytes, new StreamPipeWriterOptions(leaveOpen: true));
        await reader.CopyToAsync(writer, offset, length ?? reader.Object.Size - offset, Token);
        await writer.CompleteAsync();
        return bytes.ToArray();
    }

    public async Task<string> GetAsync(string key) => Encoding.UTF8.GetString(await GetBytesAsync(key));

    public string PathOf(string key) => Path.Join(Root, key);

    public string HomeOf(string key) => PathOf(Catalog.ReadAsync(
        async session => (string)(await session.Prepare("SELECT r.home FROM replica r JOIN object o ON o.current_version = r.version_id WHERE o.key = @p0", key).ExecuteScalarAsync())!, Token).GetAwaiter().GetResult());

    public int Homes() => Directory.Exists(Path.Join(Root, ".holdfast/v")) ? Directory.GetFiles(Path.Join(Root, ".holdfast/v"), "*", SearchOption.AllDirectories).Length : 0;

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        if (Options.Owned)
        {
            Directory.Delete(Root, true);
        }
    }

    private async Task OpenAsync()
    {
        _closed = false;
        Disk = await LocalBackend.OpenAsync(new LocalBackendOptions { Root = Root, Observer = Options.Steps, Time = Options.Time }, Token);
        Catalog = await SqliteCatalog.OpenAsync(Path.Join(Root, ".holdfast/catalog.db"), Options.Time, Options.AtCommit, Token);
        Gate = new GatedCatalog(Catalog);
        Engine = await HoldfastEngine.StartAsync(
            new EngineOptions
            {
                Catalog = Gate,
                Backends = [new EngineBackend(Disk, Disk)],
                LockFolder = Options.Locks ? Path.Join(Root, ".holdfast/instances") : null,
                Steps = Options.Steps,
                Time = Options.Time,
                OnExternalChange = Options.OnExternalChange,
                AdoptOnStart = Options.AdoptOnStart,
                Lease = Options.Lease,
            },
            Token);
    }

    private async Task CloseAsync()
    {
        if (_closed)
        {
            return;
        }

        await Engine.DisposeAsync();
        await Catalog.DisposeAsync();
        await Disk.DisposeAsync();
    }
}

internal sealed record RigOptions
{
    public IStepObserver Steps { get; init; } = NoObserver.Instance;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ExternalChange OnExternalChange { get; init; }

    public bool AdoptOnStart { get; init; }

    public bool Locks { get; init; } = true;

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    public Action<CommitMoment>? AtCommit { get; init; }

    public bool Owned { get; init; } = true;
}
