using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Layers.Retry;

/// <summary>A delete in rounds: each further round has only the keys that failed and may succeed. Results stay in the order given.</summary>
internal sealed class DeleteRounds(IBackend backend, IReadOnlyList<ObjectKey> keys, DeleteOptions options, RetryPolicy policy)
{
    private readonly DeleteResult?[] _results = new DeleteResult?[keys.Count];
    private bool _repeated;

    public async Task<IReadOnlyList<DeleteResult>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await policy.RunAsync(() => RoundAsync(cancellationToken), _ => true, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException error) when (_results.Any(result => result is not null))
        {
            // Some are done or refused for good; one failure must not hide that.
            for (var i = 0; i < keys.Count; i++)
            {
                if (_results[i] is not { } result)
                {
                    _results[i] = new DeleteResult(keys[i], null, error);
                }
                else if (result.Error is { } own && policy.MayPass(own))
                {
                    _results[i] = result with { Error = own.AfterRetries() };
                }
            }
        }

        return _results!;
    }

    private async Task<bool> RoundAsync(CancellationToken cancellationToken)
    {
        var pending = Enumerable.Range(0, keys.Count).Where(i => _results[i] is not { } result || (result.Error is { } error && policy.MayPass(error))).ToList();
        var again = _repeated;
        _repeated = true;
        var results = await backend.DeleteAsync(pending.Count == keys.Count ? keys : [.. pending.Select(i => keys[i])], options, cancellationToken).ConfigureAwait(false);

        StorageException? first = null;
        for (var i = 0; i < pending.Count; i++)
        {
            // "It was not there" is no news when an earlier round may have taken it.
            _results[pending[i]] = again && results[i] is { Existed: false } ? results[i] with { Existed = null } : results[i];
            first ??= results[i].Error is { } error && policy.MayPass(error) ? error : null;
        }

        return first is null ? true : throw first;
    }
}
