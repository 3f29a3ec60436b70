using System.Collections.Concurrent;
using Holdfast.Engine;
using Holdfast.Keys;

namespace Holdfast.Server.Files.Writing;

/// <summary>
/// Finds a free name for a file whose own is taken: <c>name (1).ext</c>, <c>name (2).ext</c> and so on. A body can be read only once, so the name is
/// reserved before the bytes move; uploads of this process never get the same one. The commit still demands that nothing is there.
/// </summary>
internal sealed class NameReservations(IHoldfast holdfast)
{
    private const int MaxSuffix = 1 << 24;

    private readonly ConcurrentDictionary<string, byte> _reserved = new(StringComparer.Ordinal);

    /// <summary>Reserves a free name until the reservation is disposed.</summary>
    /// <param name="wanted">The name, as the caller writes it.</param>
    /// <param name="toKey">Makes a key of it.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Reservation> ReserveAsync(string wanted, Func<string, ObjectKey> toKey, CancellationToken cancellationToken)
    {
        // Doubling and then halving finds a free number in a few looks, also when there are thousands.
        var low = 0;
        var high = 0;
        while (high < MaxSuffix)
        {
            if (await TryAsync(toKey(Suffixed(wanted, high)), cancellationToken) is { } free)
            {
                return high - low <= 1 ? free : await NarrowAsync(wanted, toKey, low, high, free, cancellationToken);
            }

            low = high;
            high = high == 0 ? 1 : high * 2;
        }

        throw Errors.StorageErrors.Conflict("There are too many files of this name.");
    }

    /// <summary>A name with a number before its extension; 0 leaves it as it is.</summary>
    internal static string Suffixed(string key, int number)
    {
        if (number == 0)
        {
            return key;
        }

        var name = key.LastIndexOf('/') + 1;
        var dot = key.LastIndexOf('.');
        var at = dot > name ? dot : key.Length;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key.AsSpan(0, at)} ({number}){key.AsSpan(at)}");
    }

    private async Task<Reservation> NarrowAsync(string wanted, Func<string, ObjectKey> toKey, int taken, int free, Reservation best, CancellationToken cancellationToken)
    {
        while (free - taken > 1)
        {
            var middle = taken + ((free - taken) / 2);
            if (await TryAsync(toKey(Suffixed(wanted, middle)), cancellationToken) is { } better)
            {
                best.Dispose();
                best = better;
                free = middle;
            }
            else
            {
                taken = middle;
            }
        }

        return best;
    }

    private async Task<Reservation?> TryAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (!_reserved.TryAdd(key.Value, 0))
        {
            return null;
        }

        var reservation = new Reservation(_reserved, key);
        try
        {
            if (await holdfast.FindAsync(key, cancellationToken) is null)
            {
                return reservation;
            }
        }
        catch
        {
            reservation.Dispose();
            throw;
        }

        reservation.Dispose();
        return null;
    }

    /// <summary>A name that no other upload of this process gets.</summary>
    internal sealed class Reservation(ConcurrentDictionary<string, byte> reserved, ObjectKey key) : IDisposable
    {
        public ObjectKey Key { get; } = key;

        public void Dispose() => reserved.TryRemove(Key.Value, out _);
    }
}
