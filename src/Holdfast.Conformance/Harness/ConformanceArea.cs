using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Conformance;

/// <summary>
/// What the areas of the suite share: a backend, a prefix of its own for each case, and the sweep at the end. A backend's test project derives
/// one class from each area and passes its harness: <c>public sealed class Writes() : WriteConformance(new LocalHarness());</c>
/// </summary>
public abstract class ConformanceArea(BackendHarness harness) : IAsyncLifetime
{
    private IBackend? _backend;

    /// <summary>The harness.</summary>
    protected BackendHarness Harness { get; } = harness;

    /// <summary>The backend under test.</summary>
    protected IBackend Backend => _backend ?? throw new InvalidOperationException("The backend is opened in InitializeAsync.");

    /// <summary>What it says it can do.</summary>
    protected BackendCapabilities Can => Backend.Descriptor.Capabilities;

    /// <summary>The test's own prefix, ending in a slash.</summary>
    protected string Prefix { get; } = $"case-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}/";

    /// <summary>The test's cancellation.</summary>
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Harness.Manifest.Pointless().ShouldBeEmpty("exceptions that name no case, or give no reason");
        _backend = await Harness.OpenAsync(Ct);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            if (_backend is not null)
            {
                await SweepAsync(_backend);
            }
        }
        catch (ObjectDisposedException)
        {
            // The case was about disposal.
        }
        finally
        {
            await Harness.DisposeAsync();
        }
    }

    /// <summary>Runs a case under the manifest: a known exception is skipped with its reason, an unneeded one fails.</summary>
    protected async Task Check(Func<Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var method = TestContext.Current.TestMethod as Xunit.v3.IXunitTestMethod;
        var ids = TestContext.Current.TestMethod?.Traits.GetValueOrDefault(CaseAttribute.Trait) ?? [];
        var reason = Harness.Manifest.Reason(ids, method?.MethodName ?? string.Empty);
        if (reason is null)
        {
            await body();
            return;
        }

        try
        {
            await body();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Assert.Skip(reason);
        }

        Assert.Fail($"The case passes, so its exception is not needed: {reason}");
    }

    /// <summary>A key below the test's prefix.</summary>
    protected ObjectKey Key(string name) => ObjectKey.Parse(Prefix + name);

    /// <summary>Bytes that differ by seed and repeat nowhere near a block.</summary>
    protected static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A reader of those bytes.</summary>
    protected static PipeReader Reader(byte[] bytes) => PipeReader.Create(new MemoryStream(bytes, writable: false));

    /// <summary>Writes bytes.</summary>
    protected Task<WriteResult> PutAsync(ObjectKey key, byte[] bytes, WriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        options ??= WriteOptions.Default;
        return Backend.WriteAsync(key, Reader(bytes), Can.Write.UnknownLength ? options : options with { Length = options.Length ?? bytes.Length }, Ct);
    }

    /// <summary>Writes text.</summary>
    protected Task<WriteResult> PutAsync(ObjectKey key, string text, WriteOptions? options = null) =>
        PutAsync(key, System.Text.Encoding.UTF8.GetBytes(text), options);

    /// <summary>Writes text under many keys at once.</summary>
    protected Task PutAllAsync(IEnumerable<string> names) =>
        Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (name, _) => await PutAsync(Key(name), name));

    /// <summary>Reads bytes.</summary>
    protected async Task<byte[]> GetAsync(ObjectKey key, ReadOptions? options = null)
    {
        await using var read = await Backend.ReadAsync(key, options ?? ReadOptions.Default, Ct);
        using var copy = new MemoryStream();
        await read.Content.CopyToAsync(copy, Ct);
        copy.Length.ShouldBe(read.Length, "the length that the read announced");
        return copy.ToArray();
    }

    /// <summary>Reads text.</summary>
    protected async Task<string> TextAsync(ObjectKey key, ReadOptions? options = null) => System.Text.Encoding.UTF8.GetString(await GetAsync(key, options));

    /// <summary>Stats.</summary>
    protected Task<ObjectStat> StatAsync(ObjectKey key) => Backend.StatAsync(key, StatOptions.Default, Ct);

    /// <summary>Deletes.</summary>
    protected Task<IReadOnlyList<DeleteResult>> DeleteAsync(params ObjectKey[] keys) => Backend.DeleteAsync(keys, DeleteOptions.Default, Ct);

    /// <summary>Lists below the test's prefix; prefix and start are without it, and so are the names. Sorted where the backend does not.</summary>
    protected async Task<List<ListEntry>> EntriesAsync(ListOptions? options = null)
    {
        options ??= ListOptions.Default;
        if (!Can.List.Consistent)
        {
            await Task.Delay(Harness.Tunables.Settle, TimeProvider.System, Ct);
        }

        var entries = new List<ListEntry>();
        var full = options with { Prefix = Prefix + options.Prefix, StartAfter = options.StartAfter is null ? null : Prefix + options.StartAfter };
        await foreach (var entry in Backend.ListAsync(full, Ct))
        {
            entry.Name.ShouldStartWith(Prefix, Case.Sensitive);
            entries.Add(entry with { Name = entry.Name[Prefix.Length..] });
        }

        return Can.List.Ordered ? entries : [.. entries.OrderBy(e => e.Name, KeyOrder.Utf8)];
    }

    /// <summary>The names that a list gives.</summary>
    protected async Task<List<string>> NamesAsync(ListOptions? options = null) => [.. (await EntriesAsync(options)).Select(e => e.Name)];

    /// <summary>Demands a storage error of that kind.</summary>
    protected static async Task<StorageException> FailsAsync(StorageErrorKind kind, Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var error = await CatchAsync(action);
        var storage = error.ShouldBeOfType<StorageException>(string.Create(CultureInfo.InvariantCulture, $"expected {kind}"));
        storage.Kind.ShouldBe(kind);
        return storage;
    }

    /// <summary>Demands that an option which the backend does not have is refused, with nothing done.</summary>
    protected static Task RefusedAsync(Func<Task> action) => FailsAsync(StorageErrorKind.Unsupported, action);

    /// <summary>The exception of an action, or null.</summary>
    protected static async Task<Exception?> CatchAsync(Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        try
        {
            await action();
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    /// <summary>Demands that nothing is under the key.</summary>
    protected Task MissingAsync(ObjectKey key) => FailsAsync(StorageErrorKind.NotFound, () => StatAsync(key));

    /// <summary>Demands that failed or abandoned work left nothing behind.</summary>
    protected async Task NoLeftoversAsync() => (await Harness.LeftoversAsync(Ct)).ShouldBeEmpty("what was left over");

    private async Task SweepAsync(IBackend backend)
    {
        var batch = new List<ObjectKey>();
        await foreach (var entry in backend.ListAsync(new ListOptions { Prefix = Prefix }, CancellationToken.None))
        {
            batch.Add(ObjectKey.FromStored(entry.Name));
            if (batch.Count == 1000)
            {
                await backend.DeleteAsync(batch, DeleteOptions.Default, CancellationToken.None);
                batch.Clear();
            }
        }

        await backend.DeleteAsync(batch, DeleteOptions.Default, CancellationToken.None);
    }
}
