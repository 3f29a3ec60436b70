using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Layers;

namespace Holdfast.Conformance.Doubles;

/// <summary>
/// Wraps a backend and fails by script. The first fault that hits a call decides it. Counts every call, whether it fails or not. The same seed and
/// the same calls give the same faults.
/// </summary>
public sealed class FaultBackend : DelegatingBackend
{
    private readonly ConcurrentDictionary<BackendOperation, int> _calls = new();
    private readonly Lock _gate = new();
    private readonly List<Line> _script = [];
    private readonly Random _random;
    private readonly TimeProvider _time;
    private TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Wraps a backend; without faults it changes nothing.</summary>
    public FaultBackend(IBackend inner, TimeProvider? time = null, int seed = 1)
        : base(inner)
    {
        _time = time ?? TimeProvider.System;
        _random = new Random(seed);
    }

    /// <summary>Completes when a call hangs for the first time since the script was changed.</summary>
    public Task Hanging
    {
        get
        {
            lock (_gate)
            {
                return _hanging.Task;
            }
        }
    }

    /// <summary>How often an operation was called.</summary>
    public int Calls(BackendOperation operation) => _calls.GetValueOrDefault(operation);

    /// <summary>Adds faults to the script.</summary>
    public FaultBackend Add(params Fault[] faults)
    {
        lock (_gate)
        {
            _script.AddRange(faults.Select(fault => new Line(fault)));
            _hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return this;
    }

    /// <summary>Takes all faults away: the backend is well again. Counts stay.</summary>
    public void Heal()
    {
        lock (_gate)
        {
            _script.Clear();
            _hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <inheritdoc/>
    public override Task<ObjectStat> StatAsync(ObjectKey key, StatOptions options, CancellationToken cancellationToken) =>
        RunAsync(BackendOperation.Stat, key, _ => Inner.StatAsync(key, options, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override Task<BackendRead> ReadAsync(ObjectKey key, ReadOptions options, CancellationToken cancellationToken) =>
        RunAsync(
            BackendOperation.Read,
            key,
            async fault =>
            {
                var read = await Inner.ReadAsync(key, options, cancellationToken).ConfigureAwait(false);
                return fault is null ? read : new BackendRead(read.Stat, read.Offset, read.Length, new FaultStream(read.Content, this, fault));
            },
            cancellationToken);

    /// <inheritdoc/>
    public override Task<WriteResult> WriteAsync(ObjectKey key, PipeReader content, WriteOptions options, CancellationToken cancellationToken) =>
        RunAsync(BackendOperation.Write, key, fault => Inner.WriteAsync(key, Broken(content, fault), options, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override Task<IUploadSession> BeginWriteAsync(ObjectKey key, WriteOptions options, CancellationToken cancellationToken) =>
        RunAsync<IUploadSession>(
            BackendOperation.BeginWrite,
            key,
            async _ => new FaultSession(await Inner.BeginWriteAsync(key, options, cancellationToken).ConfigureAwait(false), this, key),
            cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return RunAsync(BackendOperation.Delete, keys.Count == 1 ? keys[0] : null, fault => DeleteCoreAsync(keys, options, fault, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var fault = Next(BackendOperation.List, null, options.Prefix);
        await EnterAsync(BackendOperation.List, fault, cancellationToken).ConfigureAwait(false);
        long given = 0;
        await foreach (var entry in Inner.ListAsync(options, cancellationToken).ConfigureAwait(false))
        {
            if (given == fault?.AfterBytes && fault.Kind == FaultKind.Midway)
            {
                throw Error(fault);
            }

            if (given == fault?.AfterBytes && fault.Kind == FaultKind.Hang)
            {
                await HangAsync(cancellationToken).ConfigureAwait(false);
            }

            given++;
            if (fault?.Kind == FaultKind.WrongList && given % 2 == 0)
            {
                continue;
            }

            yield return entry;
            if (fault?.Kind == FaultKind.WrongList)
            {
                yield return entry;
            }
        }
    }

    /// <inheritdoc/>
    public override Task<WriteResult> CopyAsync(ObjectKey source, ObjectKey target, CopyOptions options, CancellationToken cancellationToken) =>
        RunAsync(BackendOperation.Copy, target, _ => Inner.CopyAsync(source, target, options, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override Task<PresignedRequest> PresignAsync(ObjectKey key, PresignOptions options, CancellationToken cancellationToken) =>
        RunAsync(BackendOperation.Presign, key, _ => Inner.PresignAsync(key, options, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override async Task<ProbeResult> ProbeAsync(ProbeOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(BackendOperation.Probe, null, _ => Inner.ProbeAsync(options, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            return new ProbeResult(false, TimeSpan.Zero, error);
        }
    }

    internal async Task<T> RunAsync<T>(BackendOperation operation, ObjectKey? key, Func<Fault?, Task<T>> run, CancellationToken cancellationToken)
    {
        var fault = Next(operation, key, string.Empty);
        await EnterAsync(operation, fault, cancellationToken).ConfigureAwait(false);
        var result = await run(fault).ConfigureAwait(false);
        if (fault?.Kind != FaultKind.AfterEffect)
        {
            return result;
        }

        if (result is IAsyncDisposable opened)
        {
            await opened.DisposeAsync().ConfigureAwait(false);
        }

        throw Error(fault);
    }

    internal StorageException Error(Fault fault) => fault.Error?.Invoke() ?? StorageErrors.Unavailable(Descriptor.Name, "an injected fault.");

    internal Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, _time, cancellationToken);

    internal async Task HangAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _hanging.TrySetResult();
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);
    }

    internal PipeReader Broken(PipeReader content, Fault? fault) => fault?.Kind is FaultKind.Midway or FaultKind.Hang ? new FaultReader(content, this, fault) : content;

    private async Task EnterAsync(BackendOperation operation, Fault? fault, CancellationToken cancellationToken)
    {
        var hasBody = operation is BackendOperation.Read or BackendOperation.Write or BackendOperation.WritePart or BackendOperation.List or BackendOperation.Delete;
        switch (fault?.Kind)
        {
            case FaultKind.Before:
            case FaultKind.Midway when !hasBody:
                throw Error(fault);
            case FaultKind.Slow:
                await WaitAsync(fault.Delay, cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.Hang when !hasBody || fault.AfterBytes == 0:
                await HangAsync(cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    // Midway through a batch: the first AfterBytes keys are deleted, the others have the error in their results.
    private async Task<IReadOnlyList<DeleteResult>> DeleteCoreAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, Fault? fault, CancellationToken cancellationToken)
    {
        var whole = fault?.Kind == FaultKind.Midway ? (int)Math.Min(fault.AfterBytes, keys.Count) : keys.Count;
        var done = await Inner.DeleteAsync([.. keys.Take(whole)], options, cancellationToken).ConfigureAwait(false);
        return [.. done, .. keys.Skip(whole).Select(key => new DeleteResult(key, null, Error(fault!)))];
    }

    private Fault? Next(BackendOperation operation, ObjectKey? key, string text)
    {
        _calls.AddOrUpdate(operation, 1, (_, count) => count + 1);
        lock (_gate)
        {
            Fault? first = null;
            foreach (var line in _script.Where(line => line.Fault.Matches(operation, key, text)))
            {
                if (line.Fault.Hits(++line.Calls) && first is null && (line.Fault.Chance >= 1 || _random.NextDouble() < line.Fault.Chance))
                {
                    first = line.Fault;
                }
            }

            return first;
        }
    }

    private sealed class Line(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public long Calls { get; set; }
    }
}
