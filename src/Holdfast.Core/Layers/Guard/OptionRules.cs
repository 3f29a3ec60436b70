using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Layers.Guard;

/// <summary>What a backend of these capabilities may be asked.</summary>
internal sealed class OptionRules(BackendDescriptor descriptor)
{
    private readonly BackendCapabilities _can = descriptor.Capabilities;
    private readonly AttributeRules _attributes = new(descriptor);

    public StorageException Unsupported(string what) => StorageErrors.Unsupported(what, descriptor.Name);

    public void Check(ObjectKey key)
    {
        if (key.IsDefault)
        {
            throw StorageErrors.InvalidKey(null, "a key has at least one byte");
        }

        if (key.ByteCount > _can.Keys.MaxBytes)
        {
            throw StorageErrors.InvalidKey(key.Value, $"the backend '{descriptor.Name}' holds keys of at most {_can.Keys.MaxBytes} bytes");
        }

        if (!_can.Keys.ControlCharacters && key.Value.Any(c => c is < ' ' or '\x7f'))
        {
            throw StorageErrors.InvalidKey(key.Value, $"the backend '{descriptor.Name}' holds no control characters in keys");
        }
    }

    public ReadOptions Checked(ReadOptions options)
    {
        if ((options.IfMatch ?? options.IfNoneMatch) is not null && !_can.Read.Conditions)
        {
            throw Unsupported("conditional reads by ETag");
        }

        if ((options.IfModifiedSince ?? options.IfUnmodifiedSince) is not null && !_can.Read.TimeConditions)
        {
            throw Unsupported("conditional reads by time");
        }

        if (options.ExpectedIdentity is not null && !_can.Read.Identity)
        {
            throw Unsupported("reads of an expected identity");
        }

        return options.IfMatch is null && options.IfNoneMatch is null
            ? options
            : options with { IfMatch = ETagRules.ForMatch(options.IfMatch), IfNoneMatch = ETagRules.ForNoneMatch(options.IfNoneMatch) };
    }

    public WriteOptions Checked(WriteOptions options, ObjectKey key, bool inParts)
    {
        var conditional = options.IfAbsent || options.IfMatch is not null;
        if (options.IfAbsent && !_can.Write.IfAbsent)
        {
            throw Unsupported("writes only where nothing is");
        }

        if (options.IfMatch is not null && !_can.Write.IfMatch)
        {
            throw Unsupported("writes only over a given ETag");
        }

        if (conditional && inParts && !_can.Multipart!.Conditions)
        {
            throw Unsupported("conditions on a write in parts");
        }

        if (options.IfAbsent && options.IfMatch is not null)
        {
            throw StorageErrors.InvalidArgument("A write is either only where nothing is or only over an ETag, not both.", key);
        }

        if (options.Length is null && !inParts && !_can.Write.UnknownLength)
        {
            throw Unsupported("writes of unknown length");
        }

        if (options.Length < 0 || options.MaxLength < 0)
        {
            throw StorageErrors.InvalidArgument("A content has no negative length.", key);
        }

        if (options.Length > (options.MaxLength ?? long.MaxValue) || options.Length > _can.Write.MaxSize)
        {
            throw StorageErrors.TooLarge(Math.Min(options.MaxLength ?? long.MaxValue, _can.Write.MaxSize), key);
        }

        if (options.Expected is { } expected && (expected.Sha256 is { Length: not 32 } || expected.Md5 is { Length: not 16 }))
        {
            throw StorageErrors.InvalidArgument("A SHA-256 has 32 bytes and an MD5 has 16.", key);
        }

        _attributes.Check(options.Attributes, key);
        return options.IfMatch is null ? options : options with { IfMatch = ETagRules.One(options.IfMatch) };
    }

    public DeleteOptions Checked(DeleteOptions options, int keys)
    {
        if (options.IfMatch is null)
        {
            return options;
        }

        if (!_can.Delete.IfMatch)
        {
            throw Unsupported("deletes of a given ETag");
        }

        return keys == 1
            ? options with { IfMatch = ETagRules.One(options.IfMatch) }
            : throw StorageErrors.InvalidArgument("A delete of a given ETag has exactly one key.");
    }

    public CopyOptions Checked(CopyOptions options, ObjectKey target)
    {
        var copy = _can.Copy ?? throw Unsupported("copies");
        if (options.IfAbsent && !copy.IfAbsent)
        {
            throw Unsupported("copies only where nothing is");
        }

        if (options.SourceIfMatch is not null && !copy.SourceIfMatch)
        {
            throw Unsupported("copies only of a given ETag");
        }

        if (options.Attributes is not null)
        {
            _attributes.Check(options.Attributes, target);
        }

        return options.SourceIfMatch is null ? options : options with { SourceIfMatch = ETagRules.One(options.SourceIfMatch) };
    }

    public void Check(ListOptions options)
    {
        if (options.Prefix is null || !TextRules.IsUnicode(options.Prefix) || !TextRules.IsUnicode(options.Delimiter) || !TextRules.IsUnicode(options.StartAfter))
        {
            throw StorageErrors.InvalidArgument("Prefix, delimiter and start of a list are valid Unicode.");
        }

        if (options.Delimiter is { Length: 0 })
        {
            throw StorageErrors.InvalidArgument("A delimiter has at least one character; null means none.");
        }

        if (options.PageSize < 1)
        {
            throw StorageErrors.InvalidArgument("A page has at least one entry.");
        }

        if (options.Delimiter is not (null or "/") && !_can.List.AnyDelimiter)
        {
            throw Unsupported("delimiters other than '/'");
        }

        // Without an order of the backend's own, "after" would be a silent lie.
        if (options.StartAfter is not null && !_can.List.Ordered)
        {
            throw Unsupported("lists that start after a key");
        }
    }

    public void Check(PresignOptions options)
    {
        var presign = _can.Presign ?? throw Unsupported("signed requests");
        var can = options.Method switch
        {
            "GET" or "HEAD" => presign.Get,
            "PUT" => presign.Put,
            "POST" => presign.Post,
            _ => throw StorageErrors.InvalidArgument("Only GET, HEAD, PUT and POST are signed."),
        };
        if (!can)
        {
            throw Unsupported($"signed {options.Method} requests");
        }

        if (options.ExpiresIn < TimeSpan.FromSeconds(1) || options.ExpiresIn > presign.MaxLife)
        {
            throw StorageErrors.InvalidArgument($"A signed request lives from 1 second to {presign.MaxLife.TotalSeconds:0} seconds.");
        }

        AttributeRules.CheckHeader("Content-Disposition", options.ContentDisposition, null);
        AttributeRules.CheckContentType(options.ContentType, null);
    }
}
