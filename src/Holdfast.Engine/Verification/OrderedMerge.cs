using System.Runtime.CompilerServices;
using Holdfast.Keys;

namespace Holdfast.Engine.Verification;

/// <summary>Walks two streams that are both in the order of UTF-8 bytes side by side, in memory that does not grow.</summary>
internal static class OrderedMerge
{
    /// <summary>Each name that is in one or both of them, with what is there; a stream out of order is an error, because everything after would be wrong.</summary>
    public static async IAsyncEnumerable<(string Name, TLeft? Left, TRight? Right)> WalkAsync<TLeft, TRight>(
        IAsyncEnumerable<TLeft> left, Func<TLeft, string> nameOfLeft, IAsyncEnumerable<TRight> right, Func<TRight, string> nameOfRight, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TLeft : class
        where TRight : class
    {
        await using var lefts = left.GetAsyncEnumerator(cancellationToken);
        await using var rights = right.GetAsyncEnumerator(cancellationToken);
        var l = await NextAsync(lefts, nameOfLeft, null);
        var r = await NextAsync(rights, nameOfRight, null);
        while (l is not null || r is not null)
        {
            var order = l is null ? 1 : r is null ? -1 : KeyOrder.Compare(nameOfLeft(l), nameOfRight(r));
            yield return order switch
            {
                < 0 => (nameOfLeft(l!), l, null),
                > 0 => (nameOfRight(r!), null, r),
                _ => (nameOfLeft(l!), l, r),
            };
            if (order <= 0)
            {
                l = await NextAsync(lefts, nameOfLeft, nameOfLeft(l!));
            }

            if (order >= 0)
            {
                r = await NextAsync(rights, nameOfRight, nameOfRight(r!));
            }
        }
    }

    private static async ValueTask<T?> NextAsync<T>(IAsyncEnumerator<T> items, Func<T, string> name, string? before)
        where T : class
    {
        if (!await items.MoveNextAsync())
        {
            return null;
        }

        return before is null || KeyOrder.Compare(before, name(items.Current)) < 0
            ? items.Current
            : throw new InvalidOperationException($"A list is out of order: '{name(items.Current)}' came after '{before}'.");
    }
}
