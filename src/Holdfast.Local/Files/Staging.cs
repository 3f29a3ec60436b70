using System.Security.Cryptography;
using Holdfast.Local.Native;

namespace Holdfast.Local.Files;

/// <summary>
/// Private names below <c>.holdfast/staging/</c>. Each begins with the name of its process' lock file, which the kernel frees when the process
/// ends: whoever can take that lock knows that nobody works on the names any more.
/// </summary>
internal sealed class Staging(LocalVolume volume) : IDisposable
{
    public const string Area = ".holdfast/staging";
    public const string LockSuffix = ".lock";

    /// <summary>The kind of names that hold bytes of ours alone: remains are removed.</summary>
    public const string Scratch = "w";

    /// <summary>The kind of names that may hold another program's file: remains are looked at.</summary>
    public const string Exchange = "x";

    private readonly Lock _gate = new();
    private IDisposable? _held;
    private string? _instance;
    private bool _disposed;

    /// <summary>The name of this process' lock without its suffix, once it has one.</summary>
    public string? Instance
    {
        get
        {
            lock (_gate)
            {
                return _instance;
            }
        }
    }

    /// <summary>A fresh private name.</summary>
    /// <param name="kind"><see cref="Scratch"/> or <see cref="Exchange"/>.</param>
    /// <param name="text">What it is for, in characters that a file name holds; may hold folders.</param>
    /// <param name="path">The name, as a path below the root.</param>
    public Errno NewName(string kind, string text, out string path)
    {
        var error = EnsureInstance(out var instance);
        path = $"{Area}/{instance}.{kind}{Random()}{(text.Length == 0 ? string.Empty : ".")}{text}";
        return error;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            if (_instance is not null && _held is not null)
            {
                _ = volume.Files.Unlink($"{Area}/{_instance}{LockSuffix}");
                _held.Dispose();
                _held = null;
            }
        }
    }

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    private Errno EnsureInstance(out string instance)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(LocalBackend));
            var error = Errno.None;
            for (var i = 0; i < Folders.Attempts && _held is null; i++)
            {
                _instance = $"p{Random()}";
                var path = $"{Area}/{_instance}{LockSuffix}";
                error = volume.Folders.WithFolders(path, () => volume.Files.TryLock(path, out _held));
                if (error is not (Errno.None or Errno.EAGAIN))
                {
                    break;
                }
            }

            instance = _instance ?? string.Empty;
            return _held is null && error == Errno.None ? Errno.EAGAIN : error;
        }
    }
}
