using System.IO.Pipelines;
using System.Text;
using Holdfast.Backends;
using Holdfast.Keys;
using Holdfast.Objects;
using Holdfast.Steps;

namespace Holdfast.Local.Tests;

/// <summary>A root of its own for one test, with the shortest ways to put and get.</summary>
internal sealed class TempRoot : IAsyncDisposable
{
    private readonly List<LocalBackend> _backends = [];

    public TempRoot(string? below = null) => Path = System.IO.Path.Combine(below ?? System.IO.Path.GetTempPath(), $"holdfast-{Guid.NewGuid():n}");

    public string Path { get; }

    public async Task<LocalBackend> OpenAsync(IStepObserver? observer = null, string? expected = null)
    {
        var backend = await LocalBackend.OpenAsync(new LocalBackendOptions { Root = Path, Observer = observer ?? NoObserver.Instance, ExpectedBackendId = expected }, CancellationToken.None);
        _backends.Add(backend);
        return backend;
    }

    public string File(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>Puts a file there as another program would: written aside, then renamed over.</summary>
    public void PutForeign(string relative, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(relative))!);
        var aside = File($"{relative}.aside");
        System.IO.File.WriteAllText(aside, text);
        System.IO.File.Move(aside, File(relative), overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var backend in _backends)
        {
            await backend.DisposeAsync();
        }

        // .NET cannot delete names that are no UTF-8, which some tests make.
        if (Directory.Exists(Path))
        {
            System.Diagnostics.Process.Start("rm", ["-rf", Path]).WaitForExit();
        }
    }
}

internal static class Short
{
    public static ObjectKey Key(string text) => ObjectKey.Parse(text);

    public static ObjectKey Home(string id) => ObjectKey.Reserved($"v/{id[..2]}/{id}");

    public static PipeReader Body(string text) => Body(Encoding.UTF8.GetBytes(text));

    public static PipeReader Body(byte[] bytes) => PipeReader.Create(new System.Buffers.ReadOnlySequence<byte>(bytes));

    public static ObjectAttributes Attempt(string id, string key) => new()
    {
        System = UserMetadata.From([new("attempt", id), new("key", key)]),
    };

    public static Task<WriteResult> PutAsync(this IBackend backend, string key, string text, WriteOptions? options = null) =>
        backend.WriteAsync(Key(key), Body(text), options ?? WriteOptions.Default, TestContext.Current.CancellationToken);

    public static async Task<ObjectKey> PutHomeAsync(this IBackend backend, string id, string key, string text)
    {
        await backend.WriteAsync(Home(id), Body(text), new WriteOptions { Attributes = Attempt(id, key) }, TestContext.Current.CancellationToken);
        return Home(id);
    }

    public static async Task<string> GetAsync(this IBackend backend, ObjectKey key, ReadOptions? options = null)
    {
        await using var read = await backend.ReadAsync(key, options ?? ReadOptions.Default, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(read.Content);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public static Task<string> GetAsync(this IBackend backend, string key) => backend.GetAsync(Key(key));

    public static async Task<List<string>> NamesAsync(this IBackend backend, string prefix = "", string? delimiter = null, string? after = null)
    {
        var names = new List<string>();
        await foreach (var entry in backend.ListAsync(new ListOptions { Prefix = prefix, Delimiter = delimiter, StartAfter = after }, TestContext.Current.CancellationToken))
        {
            names.Add(entry.Name);
        }

        return names;
    }

    public static async Task<bool?> DropAsync(this IBackend backend, string key)
    {
        var results = await backend.DeleteAsync([Key(key)], DeleteOptions.Default, TestContext.Current.CancellationToken);
        results.Count.ShouldBe(1);
        return results[0].Error is { } error ? throw error : results[0].Existed;
    }

    public static ValueTask<bool> Yes(CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public static async Task<Errors.StorageErrorKind> KindAsync(Func<Task> call) => (await Should.ThrowAsync<Errors.StorageException>(call)).Kind;
}
