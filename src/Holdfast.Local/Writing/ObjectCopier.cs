using System.Buffers;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Keys;
using Holdfast.Local.Native;
using Holdfast.Local.Reading;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local.Writing;

/// <summary>Copies inside the root: into a file of its own, hashed again, so that a copy never shares its fate with what it was made of.</summary>
internal sealed class ObjectCopier(LocalVolume volume, KeyWriter keys, HomeWriter homes)
{
    private const int Chunk = 1 << 20;

    public async Task<WriteResult> CopyAsync(ObjectKey source, ObjectKey target, CopyOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        volume.Check(volume.Places.Open(source.Value, out var opened), "copy", source);
        using var file = opened!;
        var stat = volume.Places.StatOf(source, file);
        if (options.SourceIfMatch is { } wanted && !Conditions.Matches(stat.ETag, wanted))
        {
            throw StorageErrors.PreconditionFailed(source, "source If-Match", volume.Name).With("copy", source, volume.Name);
        }

        if (source == target && options is { Attributes: null, IfAbsent: false })
        {
            return new WriteResult(stat, null);
        }

        var write = new WriteOptions
        {
            Attributes = options.Attributes ?? stat.Attributes,
            IfAbsent = options.IfAbsent,
            Length = stat.Size,
            Expected = stat.Sha256 is { } digest ? new Objects.ExpectedDigests { Sha256 = digest } : null,
        };
        BodyWriter.CheckOptions(volume, target, write);
        FillAsync fill = (to, body, token) => FillAsync(file, to, body, source, token);
        return HomeWriter.IsHome(target)
            ? await homes.WriteAsync(target, write, fill, cancellationToken)
            : await keys.WriteAsync(target, write, fill, cancellationToken);
    }

    /// <summary>Appends a whole file to the one that is written, or, without one, only counts and hashes it.</summary>
    public static void Append(LocalVolume volume, SafeFileHandle from, SafeFileHandle? to, BodyWriter body, ObjectKey key, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            for (long offset = 0; ;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                volume.Check(volume.Files.Read(from, buffer.AsSpan(0, Chunk), offset, out var read), "copy", key);
                if (read == 0)
                {
                    return;
                }

                body.Append(to, new ReadOnlySequence<byte>(buffer, 0, read));
                offset += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Task<Errno> FillAsync(OpenFile from, SafeFileHandle to, BodyWriter body, ObjectKey source, CancellationToken cancellationToken) =>
        volume.Threads.RunAsync(() =>
        {
            // Where the file system shares blocks, nothing is written; the bytes are hashed all the same.
            var shared = volume.Files.Clone(from.Handle, to) == Errno.None;
            Append(volume, shared ? to : from.Handle, shared ? null : to, body, source, cancellationToken);

            // A file that is edited while it is copied would be a mixture.
            volume.Check(volume.Files.Stat(from.Handle, out var after), "copy", source);
            return after.Identity == from.Facts.Identity ? Errno.None : throw StorageErrors.IdentityChanged(source, volume.Name).With("copy", source, volume.Name);
        });
}
