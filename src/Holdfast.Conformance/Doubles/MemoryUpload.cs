using System.Globalization;
using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Conformance.Doubles;

/// <summary>A write in parts in memory.</summary>
internal sealed class MemoryUpload : IUploadSession
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, (List<ReadOnlyMemory<byte>> Chunks, long Length)> _parts = [];
    private readonly MemoryStore _store;
    private readonly ObjectKey _key;
    private readonly WriteOptions _options;
    private readonly MultipartCapabilities _limits;
    private bool _ended;

    public MemoryUpload(MemoryStore store, ObjectKey key, WriteOptions options, MultipartCapabilities limits)
    {
        (_store, _key, _options, _limits) = (store, key, options, limits);
        Token = store.BeginUpload();
    }

    public string Token { get; }

    public async Task WritePartAsync(int number, PipeReader content, long length, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        var (chunks, digests) = await ContentIntake.TakeAsync(_key, content, new WriteOptions { Length = length }, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            ThrowIfEnded();
            _parts[number] = (chunks, digests.Length);
        }
    }

    public Task<WriteResult> CommitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ThrowIfEnded();
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                return Task.FromResult(Join());
            }
            finally
            {
                End();
            }
        }
    }

    public Task AbortAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            End();
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => new(AbortAsync(CancellationToken.None));

    private WriteResult Join()
    {
        if (_parts.Count == 0 || _parts.Keys.Last() != _parts.Count)
        {
            throw StorageErrors.InvalidArgument("Parts are numbered from 1 without a gap.", _key);
        }

        if (_parts.SkipLast(1).Any(part => part.Value.Length < _limits.MinPartSize))
        {
            throw StorageErrors.InvalidArgument(string.Create(CultureInfo.InvariantCulture, $"Every part but the last has at least {_limits.MinPartSize} bytes."), _key);
        }

        using var hasher = new ContentHasher(_options.Expected?.Md5 is not null);
        var chunks = _parts.Values.SelectMany(part => part.Chunks).ToList();
        foreach (var chunk in chunks)
        {
            hasher.Append(chunk.Span);
        }

        var digests = hasher.Finish();
        if (_options.Length is { } declared && declared != digests.Length)
        {
            throw StorageErrors.IntegrityMismatch(_key, string.Create(CultureInfo.InvariantCulture, $"the parts have {digests.Length} bytes instead of {declared}."));
        }

        if (digests.Length > _options.MaxLength)
        {
            throw StorageErrors.TooLarge(_options.MaxLength.Value, _key);
        }

        return _options.Expected?.FirstMismatch(digests) is { } name
            ? throw StorageErrors.IntegrityMismatch(_key, $"the {name} of the content is not the one given.")
            : new WriteResult(_store.Put(_key, chunks, digests, _options), digests);
    }

    private void ThrowIfEnded()
    {
        if (_ended)
        {
            throw StorageErrors.NotFound($"The upload '{Token}' was committed or aborted.");
        }
    }

    private void End()
    {
        if (!_ended)
        {
            _ended = true;
            _parts.Clear();
            _store.EndUpload();
        }
    }
}
