using System.IO.Pipelines;
using System.Text;
using Holdfast.Backends;
using Holdfast.Conformance.Doubles;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Layers;

namespace Holdfast.Tests.Layers;

// A memory backend that fails by script, below the layers under test, by a clock that stands still.
internal sealed class Rig : IAsyncDisposable
{
    public Rig(Func<IBackend, TimeProvider, IBackend> wrap, MemoryBackendOptions? options = null)
    {
        Memory = new MemoryBackend(options, Time);
        Faults = new FaultBackend(Memory, Time);
        Backend = wrap(Faults, Time);
    }

    public ManualTime Time { get; } = new();

    public MemoryBackend Memory { get; }

    public FaultBackend Faults { get; }

    public IBackend Backend { get; }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static ObjectKey Key(string name = "o") => ObjectKey.Parse(name);

    public static PipeReader Reader(byte[] bytes) => PipeReader.Create(new MemoryStream(bytes));

    public static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public Task<WriteResult> SeedAsync(string name, byte[] bytes) => Memory.WriteAsync(Key(name), Reader(bytes), WriteOptions.Default, Ct);

    public Task<WriteResult> PutAsync(string name, string text, WriteOptions? options = null) =>
        Backend.WriteAsync(Key(name), Reader(Encoding.UTF8.GetBytes(text)), options ?? WriteOptions.Default, Ct);

    public Task<ObjectStat> StatAsync(string name = "o") => Backend.StatAsync(Key(name), StatOptions.Default, Ct);

    public async Task<byte[]> GetAsync(string name = "o", ReadOptions? options = null)
    {
        await using var read = await Backend.ReadAsync(Key(name), options ?? ReadOptions.Default, Ct);
        using var copy = new MemoryStream();
        await read.Content.CopyToAsync(copy, Ct);
        return copy.ToArray();
    }

    public async Task<List<string>> NamesAsync(ListOptions? options = null)
    {
        var names = new List<string>();
        await foreach (var entry in Backend.ListAsync(options ?? ListOptions.Default, Ct))
        {
            names.Add(entry.Name);
        }

        return names;
    }

    // Lets time pass until the work ends.
    public async Task<T> DriveAsync<T>(Task<T> work)
    {
        await Time.DriveAsync(work.ContinueWith(_ => { }, TaskScheduler.Default), Ct);
        return await work;
    }

    public async Task<StorageException> FailsAsync<T>(StorageErrorKind kind, Func<Task<T>> work)
    {
        var error = await Should.ThrowAsync<StorageException>(() => DriveAsync(Task.Run(work, Ct)));
        error.Kind.ShouldBe(kind);
        return error;
    }

    public ValueTask DisposeAsync() => Backend.DisposeAsync();
}
