using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Local.Files;
using Holdfast.Local.Native;

namespace Holdfast.Local;

/// <summary>The file that tells one root from another, and a mounted disk from an empty mount point.</summary>
internal sealed record BackendMarker
{
    public const string Path = ".holdfast/backend.json";

    private const int LargestMarker = 4096;

    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }

    /// <summary>Reads the marker; ENOENT when there is none, EINVAL when it is not one.</summary>
    public static Errno Read(IFileSystemCalls files, out BackendMarker? marker)
    {
        marker = null;
        var error = files.OpenRead(Path, out var file);
        if (error != Errno.None)
        {
            return error == Errno.ENOTDIR ? Errno.ENOENT : error;
        }

        using (file)
        {
            Span<byte> bytes = stackalloc byte[LargestMarker];
            error = files.Read(file!, bytes, 0, out var length);
            if (error != Errno.None)
            {
                return error;
            }

            try
            {
                marker = JsonSerializer.Deserialize(bytes[..length], MarkerJson.Default.BackendMarker);
            }
            catch (JsonException)
            {
                return Errno.EINVAL;
            }

            return marker is null ? Errno.EINVAL : Errno.None;
        }
    }

    /// <summary>Makes the marker of a new root. Of several that try at once, one wins and all read its marker.</summary>
    public static async Task<Errno> CreateAsync(LocalVolume volume, BackendMarker marker)
    {
        var files = volume.Files;
        var error = volume.Staging.NewName(Staging.Scratch, string.Empty, out var staged);
        if (error != Errno.None)
        {
            return error;
        }

        error = files.CreateNew(staged, out var file);
        if (error != Errno.None)
        {
            return error;
        }

        error = files.Write(file!, new ReadOnlySequence<byte>(JsonSerializer.SerializeToUtf8Bytes(marker, MarkerJson.Default.BackendMarker)), 0);
        error = error == Errno.None ? files.Sync(file!) : error;
        var closed = files.Close(file!);
        error = error == Errno.None ? closed : error;
        error = error == Errno.None ? files.Link(staged, Path) : error;
        _ = files.Unlink(staged);
        return error is Errno.None or Errno.EEXIST ? await volume.Directories.SyncAsync(PathText.FolderOf(Path)) : error;
    }
}

[JsonSerializable(typeof(BackendMarker))]
internal sealed partial class MarkerJson : JsonSerializerContext;
