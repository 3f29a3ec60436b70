using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Files;
using Holdfast.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local.Writing;

/// <summary>A write in parts: each part a staged file, joined with hashing at the commit.</summary>
internal sealed class UploadSession : IUploadSession
{
    private readonly LocalVolume _volume;
    private readonly ObjectKey _key;
    private readonly WriteOptions _options;
    private readonly KeyWriter _keys;
    private readonly HomeWriter _homes;
    private readonly string _base;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, string> _parts = [];
    private readonly HashSet<Task> _underWay = [];
    private readonly CancellationTokenSource _stop = new();
    private State _state = State.Open;
    private int _serial;

    private UploadSession(LocalVolume volume, ObjectKey key, WriteOptions options, KeyWriter keys, HomeWriter homes, string path)
    {
        (_volume, _key, _options, _keys, _homes, _base) = (volume, key, options, keys, homes, path);
        Token = path[(path.LastIndexOf('/') + 1)..];
    }

    private enum State
    {
        Open,
        Committing,
        Done,
        Aborted,
    }

    public string Token { get; }

    public static UploadSession Begin(LocalVolume volume, ObjectKey key, WriteOptions options, KeyWriter keys, HomeWriter homes)
    {
        volume.Check(volume.Staging.NewName(Staging.Scratch, string.Empty, out var path), "begin", key);
        return new UploadSession(volume, key, options, keys, homes, path);
    }

    public Task WritePartAsync(int number, PipeReader content, long length, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (number < 1 || number > LocalCapabilities.Value.Multipart!.MaxParts || length < 0)
        {
            throw StorageErrors.InvalidArgument("A part has a number from 1 to 10000 and a length that is not negative.", _key);
        }

        lock (_gate)
        {
            ThrowUnlessOpen();
            var path = $"{_base}.{number}-{_serial++}";
            var task = StageAsync(number, path, content, length, cancellationToken);
            _underWay.Add(task);
            return TrackAsync(task);
        }
    }

    public async Task<WriteResult> CommitAsync(CancellationToken cancellationToken)
    {
        string[] paths;
        lock (_gate)
        {
            ThrowUnlessOpen();
            if (_underWay.Count > 0)
            {
                throw StorageErrors.Conflict("Parts are still under way.", _key);
            }

            _state = State.Committing;
            paths = [.. _parts.Values];
        }

        try
        {
            if (paths.Length == 0 || !_parts.Keys.SequenceEqual(Enumerable.Range(1, paths.Length)))
            {
                throw StorageErrors.InvalidArgument("Parts are numbered from 1 without a gap.", _key);
            }

            FillAsync fill = (file, body, token) => JoinAsync(paths, file, body, token);
            var result = HomeWriter.IsHome(_key)
                ? await _homes.WriteAsync(_key, _options, fill, cancellationToken)
                : await _keys.WriteAsync(_key, _options, fill, cancellationToken);
            Finish(State.Done);
            return result;
        }
        catch
        {
            Finish(State.Aborted);
            throw;
        }
    }

    public async Task AbortAsync(CancellationToken cancellationToken)
    {
        Task[] underWay;
        lock (_gate)
        {
            if (_state is State.Done or State.Committing)
            {
                return;
            }

            _state = State.Aborted;
            underWay = [.. _underWay];
        }

        await _stop.CancelAsync();
        await Task.WhenAll(underWay.Select(t => t.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)));
        Finish(State.Aborted);
    }

    public async ValueTask DisposeAsync()
    {
        await AbortAsync(CancellationToken.None);
        _stop.Dispose();
    }

    private async Task TrackAsync(Task task)
    {
        try
        {
            await task;
        }
        finally
        {
            lock (_gate)
            {
                _underWay.Remove(task);
            }
        }
    }

    private async Task StageAsync(int number, string path, PipeReader content, long length, CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        SafeFileHandle? file = null;
        _volume.Check(_volume.Folders.WithFolders(path, () => _volume.Files.CreateNew(path, out file)), "part", _key);
        string? replaced;
        try
        {
            using var body = new BodyWriter(_volume, _key, new WriteOptions { Length = length });
            await body.WriteAllAsync(file!, content, null, either.Token);
            _ = body.Finish();
            _volume.Check(_volume.Files.Close(file!), "part", _key);
            lock (_gate)
            {
                ThrowUnlessOpen();
                _parts.TryGetValue(number, out replaced);
                _parts[number] = path;
            }
        }
        catch
        {
            _ = _volume.Files.Close(file!);
            _ = _volume.Files.Unlink(path);
            throw;
        }

        if (replaced is not null)
        {
            _ = _volume.Files.Unlink(replaced);
        }
    }

    private Task<Errno> JoinAsync(string[] paths, SafeFileHandle file, BodyWriter body, CancellationToken cancellationToken) =>
        _volume.Threads.RunAsync(() =>
        {
            foreach (var path in paths)
            {
                _volume.Check(_volume.Files.OpenRead(path, out var part), "commit", _key);
                using (part)
                {
                    ObjectCopier.Append(_volume, part!, file, body, _key, cancellationToken);
                }
            }

            return Errno.None;
        });

    private void Finish(State state)
    {
        lock (_gate)
        {
            _state = state;
            foreach (var path in _parts.Values)
            {
                _ = _volume.Files.Unlink(path);
            }

            _parts.Clear();
        }
    }

    private void ThrowUnlessOpen()
    {
        if (_state != State.Open)
        {
            throw StorageErrors.NotFound($"The upload '{Token}' was committed or aborted.");
        }
    }
}
