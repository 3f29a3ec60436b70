using System.IO.Pipelines;
using System.Text;
using Holdfast.Engine.Catalog.Sqlite;
using Holdfast.Engine.Objects;
using Holdfast.Keys;
using Holdfast.Local;
using Holdfast.Objects;
using Holdfast.Steps;

namespace Holdfast.Engine.Tests.Support;

/// <summary>An engine over a real disk and a real catalog in a folder of its own, which can be closed and opened again.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private Rig(string root, RigOptions options)
    {
        Root = root;
        Options = options;
    }

    public string Root { get; }

    public RigOptions Options { get; private set; }

    public LocalBackend Disk { get; private set; } = null!;

    public SqliteCatalog Catalog { get; private set; } = null!;

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

    public async Task ReopenAsync(RigOptions? options = null)
    {
        await CloseAsync();
        Options = options ?? Options;
        await OpenAsync();
    }

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
        Disk = await LocalBackend.OpenAsync(new LocalBackendOptions { Root = Root, Observer = Options.Steps, Time = Options.Time }, Token);
        Catalog = await SqliteCatalog.OpenAsync(Path.Join(Root, ".holdfast/catalog.db"), Options.Time, Token);
        Engine = await HoldfastEngine.StartAsync(
            new EngineOptions
            {
                Catalog = Catalog,
                Backends = [new EngineBackend(Disk, Disk)],
                LockFolder = Path.Join(Root, ".holdfast/instances"),
                Steps = Options.Steps,
                Time = Options.Time,
                OnExternalChange = Options.OnExternalChange,
                AdoptOnStart = Options.AdoptOnStart,
            },
            Token);
    }

    private async Task CloseAsync()
    {
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

    public bool Owned { get; init; } = true;
}
