using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.StaticFiles;

namespace Holdfast.Engine.Writing;

/// <summary>The content type of what came without one: by the name's ending, else by the first bytes. Never trusted for what is rendered inline.</summary>
internal static class ContentTypes
{
    /// <summary>How many of the first bytes are looked at.</summary>
    public const int SniffLength = 512;

    private static readonly FileExtensionContentTypeProvider ByName = Named();

    private static readonly (byte[] Start, string Type)[] ByStart =
    [
        ("%PDF-"u8.ToArray(), "application/pdf"),
        ([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'], "image/png"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ("GIF87a"u8.ToArray(), "image/gif"),
        ("GIF89a"u8.ToArray(), "image/gif"),
        ("PK\u0003\u0004"u8.ToArray(), "application/zip"),
        ([0x1F, 0x8B], "application/gzip"),
        ("PAR1"u8.ToArray(), "application/vnd.apache.parquet"),
        ("SQLite format 3\0"u8.ToArray(), "application/vnd.sqlite3"),
        ([0x1A, 0x45, 0xDF, 0xA3], "video/webm"),
        ("OggS"u8.ToArray(), "application/ogg"),
        ("ID3"u8.ToArray(), "audio/mpeg"),
        ("<?xml"u8.ToArray(), "application/xml"),
        ("<!DOCTYPE html"u8.ToArray(), "text/html"),
    ];

    /// <summary>By the ending of the name, or null.</summary>
    public static string? FromName(string name) => ByName.TryGetContentType(name, out var type) ? type : null;

    /// <summary>By the first bytes, or null when they tell nothing.</summary>
    public static string? FromBytes(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> start = stackalloc byte[SniffLength];
        var length = (int)Math.Min(bytes.Length, SniffLength);
        bytes.Slice(0, length).CopyTo(start);
        start = start[..length];
        foreach (var (known, type) in ByStart)
        {
            if (start.StartsWith(known))
            {
                return type;
            }
        }

        if (start.Length >= 12 && start[4..8].SequenceEqual("ftyp"u8))
        {
            return "video/mp4";
        }

        if (start.Length >= 12 && start.StartsWith("RIFF"u8))
        {
            return start[8..12].SequenceEqual("WEBP"u8) ? "image/webp" : start[8..12].SequenceEqual("WAVE"u8) ? "audio/wav" : null;
        }

        return IsText(start) ? "text/plain; charset=utf-8" : null;
    }

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.IndexOfAnyExceptInRange((byte)0x20, (byte)0xFF) is var odd && odd >= 0 && HasBinary(bytes))
        {
            return false;
        }

        // The last character may be cut; everything before must be valid.
        for (var rest = bytes; !rest.IsEmpty;)
        {
            var status = Rune.DecodeFromUtf8(rest, out _, out var used);
            if (status == OperationStatus.NeedMoreData)
            {
                return true;
            }

            if (status != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[used..];
        }

        return true;
    }

    private static bool HasBinary(ReadOnlySpan<byte> bytes) => bytes.ContainsAnyInRange((byte)0, (byte)8) || bytes.ContainsAnyInRange((byte)14, (byte)26) || bytes.ContainsAnyInRange((byte)28, (byte)31);

    private static FileExtensionContentTypeProvider Named()
    {
        var provider = new FileExtensionContentTypeProvider();
        foreach (var (ending, type) in new[]
        {
            (".parquet", "application/vnd.apache.parquet"), (".jsonl", "application/x-ndjson"), (".ndjson", "application/x-ndjson"), (".tsv", "text/tab-separated-values"),
            (".md", "text/markdown"), (".yaml", "application/yaml"), (".yml", "application/yaml"), (".webp", "image/webp"), (".avif", "image/avif"),
            (".py", "text/x-python"), (".toml", "application/toml"), (".log", "text/plain"), (".ts", "video/mp2t"),
        })
        {
            provider.Mappings[ending] = type;
        }

        return provider;
    }
}
