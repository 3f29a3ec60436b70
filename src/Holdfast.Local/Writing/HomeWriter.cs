using Holdfast.Backends;
using Holdfast.Keys;
using Holdfast.Local.Keys;
using Holdfast.Local.Native;
using Holdfast.Steps;

namespace Holdfast.Local.Writing;

/// <summary>Writes a home: a name that nothing else ever writes, so it is made in place and never replaced.</summary>
internal sealed class HomeWriter(LocalVolume volume, FileFiller filler)
{
    public const string Area = ".holdfast/v/";

    public static bool IsHome(ObjectKey key) => key.Value.StartsWith(Area, StringComparison.Ordinal) && key.Value.Length > Area.Length;

    public async Task<WriteResult> WriteAsync(ObjectKey home, WriteOptions options, FillAsync fill, CancellationToken cancellationToken)
    {
        if (options.IfMatch is not null)
        {
            throw Errors.StorageErrors.Unsupported("If-Match on a home, which is never rewritten", volume.Name).With("write", home, volume.Name);
        }

        var path = volume.Shapes.CanBePlain(home.Value) ? home.Value : OverflowPath.Of(home.Value);
        var file = await filler.MakeAsync(path, home, options, fill, cancellationToken);
        try
        {
            await volume.ReachedAsync(ProtocolStep.HomeSynced, cancellationToken);
            if (volume.Durable && options.Durable)
            {
                volume.Check(await volume.Directories.SyncAsync(Files.PathText.FolderOf(path)), "write", home);
            }

            await volume.ReachedAsync(ProtocolStep.HomeDurable, cancellationToken);
            return new WriteResult(KeyPlaces.StatOf(home, file.Facts, file.Mark), file.Digests);
        }
        catch
        {
            if (volume.Files.Unlink(path) == Errno.None)
            {
                volume.Marks.Forget(file.Facts);
            }

            volume.Folders.PruneAbove(path);
            throw;
        }
    }
}
