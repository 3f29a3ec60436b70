using Holdfast.Backends;
using Holdfast.Errors;

namespace Holdfast.Layers.Retry;

/// <summary>A list that goes on after a failure behind the last entry it gave; where the backend has no order, only while it gave none.</summary>
internal sealed class ResumingList(IBackend backend, ListOptions options, RetryPolicy policy, int maxReopens) : IAsyncDisposable
{
    private IAsyncEnumerator<ListEntry>? _entries;
    private string? _after = options.StartAfter;
    private bool _given;
    private int _failures;

    public ListEntry Current { get; private set; }

    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        var found = await policy.RunAsync(() => StepAsync(cancellationToken), MayReopen, cancellationToken).ConfigureAwait(false);
        if (found)
        {
            (Current, _after, _given) = (_entries!.Current, _entries.Current.Name, true);
        }

        return found;
    }

    public ValueTask DisposeAsync() => _entries?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            _entries ??= backend.ListAsync(options with { StartAfter = _after }, cancellationToken).GetAsyncEnumerator(cancellationToken);
            return await _entries.MoveNextAsync().ConfigureAwait(false);
        }
        catch (StorageException)
        {
            _failures++;
            await DisposeAsync().ConfigureAwait(false);
            _entries = null;
            throw;
        }
    }

    private bool MayReopen(StorageException error) => _failures <= maxReopens && (!_given || backend.Descriptor.Capabilities.List.Ordered);
}
