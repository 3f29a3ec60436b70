using System.Globalization;
using System.Text;
using Holdfast.Local.Native;
using Holdfast.Objects;

namespace Holdfast.Local.Files;

/// <summary>
/// Excludes what changes one key from what else does, in this process and in others that share the disk. A lock file stands for many keys; the
/// kernel frees it when its process dies.
/// </summary>
internal sealed class KeyLocks(LocalVolume volume)
{
    public const string Area = ".holdfast/locks";

    private const int Stripes = 256;
    private static readonly TimeSpan _shortestWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _longestWait = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim[] _local = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<IDisposable> TakeAsync(string key, string operation, CancellationToken cancellationToken)
    {
        var stripe = (int)(Crc32C.Finish(Crc32C.Append(Crc32C.Seed, Encoding.UTF8.GetBytes(key))) % Stripes);
        var path = string.Create(CultureInfo.InvariantCulture, $"{Area}/{stripe:x2}");
        await _local[stripe].WaitAsync(cancellationToken);
        try
        {
            for (var wait = _shortestWait; ; wait = wait * 2 < _longestWait ? wait * 2 : _longestWait)
            {
                IDisposable? held = null;
                var error = volume.Folders.WithFolders(path, () => volume.Files.TryLock(path, out held));
                if (held is not null)
                {
                    return new Held(_local[stripe], held);
                }

                if (error != Errno.EAGAIN)
                {
                    throw volume.Failure(error, operation);
                }

                await Task.Delay(wait, volume.Time, cancellationToken);
            }
        }
        catch
        {
            _local[stripe].Release();
            throw;
        }
    }

    private sealed class Held(SemaphoreSlim local, IDisposable file) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                file.Dispose();
                local.Release();
            }
        }
    }
}
