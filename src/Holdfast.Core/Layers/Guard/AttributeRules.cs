using System.Globalization;
using System.Text;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Layers.Guard;

/// <summary>What attributes a backend of these capabilities keeps, and which are well formed.</summary>
internal sealed class AttributeRules(BackendDescriptor descriptor)
{
    public void Check(ObjectAttributes attributes, ObjectKey key)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        CheckContentType(attributes.ContentType, key);
        CheckHeader("Content-Encoding", attributes.ContentEncoding, key);
        CheckHeader("Content-Language", attributes.ContentLanguage, key);
        CheckHeader("Content-Disposition", attributes.ContentDisposition, key);
        CheckHeader("Cache-Control", attributes.CacheControl, key);

        var can = descriptor.Capabilities.Write;
        if (!can.Metadata && attributes with { StorageClass = null } != ObjectAttributes.None)
        {
            throw StorageErrors.Unsupported("content types, headers and metadata", descriptor.Name);
        }

        var bytes = Size(attributes.Metadata) + Size(attributes.System);
        if (bytes > can.MetadataMaxBytes)
        {
            throw StorageErrors.InvalidArgument(string.Create(CultureInfo.InvariantCulture, $"Metadata has {bytes} bytes; the backend '{descriptor.Name}' keeps at most {can.MetadataMaxBytes}."), key);
        }

        if (attributes.StorageClass is { } storageClass && !can.StorageClasses.Contains(storageClass, StringComparer.Ordinal))
        {
            throw can.StorageClasses.Count == 0
                ? StorageErrors.Unsupported("storage classes", descriptor.Name)
                : StorageErrors.InvalidArgument($"The storage class '{StorageErrors.Quote(storageClass)}' is none of {string.Join(", ", can.StorageClasses)}.", key);
        }
    }

    public static void CheckHeader(string name, string? value, ObjectKey? key)
    {
        if (value is not null && (value.Any(char.IsControl) || !TextRules.IsUnicode(value)))
        {
            throw StorageErrors.InvalidArgument($"{name} holds no control characters and is valid Unicode.", key);
        }
    }

    public static void CheckContentType(string? value, ObjectKey? key)
    {
        CheckHeader("Content-Type", value, key);
        if (value is null)
        {
            return;
        }

        var essence = value.AsSpan(0, value.IndexOf(';', StringComparison.Ordinal) is >= 0 and var end ? end : value.Length).Trim();
        var slash = essence.IndexOf('/');
        if (slash < 0 || !TextRules.IsToken(essence[..slash]) || !TextRules.IsToken(essence[(slash + 1)..]))
        {
            throw StorageErrors.InvalidArgument("A content type is 'type/subtype' with optional parameters.", key);
        }
    }

    private static int Size(UserMetadata metadata) => metadata.Sum(p => Encoding.UTF8.GetByteCount(p.Key) + Encoding.UTF8.GetByteCount(p.Value));
}
