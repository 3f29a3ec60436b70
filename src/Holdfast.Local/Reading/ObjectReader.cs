using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Keys;

namespace Holdfast.Local.Reading;

/// <summary>Opens objects. What is open stays one version: a replaced file lives on until its last reader closes it.</summary>
internal sealed class ObjectReader(LocalVolume volume)
{
    public ObjectStat Stat(ObjectKey key)
    {
        using var file = Open(key, "stat");
        return volume.Places.StatOf(key, file);
    }

    public BackendRead Read(ObjectKey key, ReadOptions options)
    {
        var file = Open(key, "read");
        try
        {
            var describe = options.Describe || options.IfMatch is not null || options.IfNoneMatch is not null;
            var stat = describe ? volume.Places.StatOf(key, file) : KeyPlaces.StatOf(key, file.Facts, null);
            Conditions.Check(key, stat, options, volume.Name);
            if (options.Range.Within(stat.Size) is not { } part)
            {
                throw StorageErrors.RangeNotSatisfiable(key, stat.Size, volume.Name).With("read", key, volume.Name);
            }

            return new BackendRead(stat, part.Offset, part.Length, new FileContent(volume, key, file.Handle, part.Offset, part.Length));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private OpenFile Open(ObjectKey key, string operation)
    {
        volume.Check(volume.Places.Open(key.Value, out var file), operation, key);
        return file!;
    }
}
