using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;

namespace Holdfast.Cli.Transfers;

/// <summary>Stores files with the options of one command.</summary>
internal sealed class FileUpload(CommandContext context)
{
    private HoldfastClient? _client;

    /// <summary>The content type for all; null goes by the names.</summary>
    public string? ContentType { get; init; }

    /// <summary>The metadata for all.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Whether keys that exist are refused.</summary>
    public bool IfAbsent { get; init; }

    /// <summary>The digest that the bytes must have.</summary>
    public string? ExpectedSha256 { get; init; }

    /// <summary>Whether what is there with the same bytes is left alone.</summary>
    public bool SkipExisting { get; init; }

    /// <summary>Connects.</summary>
    public async Task ConnectAsync() => _client = await context.ConnectAsync();

    /// <summary>Stores a file; null when it was there already.</summary>
    public async Task<UploadResult?> FileAsync(string path, string key, Func<string, FileStream> open, Action<long> moved, CancellationToken cancellationToken)
    {
        if (SkipExisting && await _client!.FindAsync(key, cancellationToken) is { } there && await FileDownload.IsSameAsync(there, path, cancellationToken))
        {
            moved(there.Size);
            return null;
        }

        // What cannot be read must be known before the server is asked; a pipe can be opened only once.
        var first = open(path);
        var canReopen = first.CanSeek;
        Stream? next = first;
        try
        {
            return await StoreAsync(key, () => Interlocked.Exchange(ref next, null) ?? open(path), canReopen, ContentType ?? ContentTypes.Of(path), moved, cancellationToken);
        }
        finally
        {
            await first.DisposeAsync();
        }
    }

    /// <summary>Stores what comes from a pipe.</summary>
    public async Task<UploadResult?> StreamAsync(Stream input, string key, Action<long> moved, CancellationToken cancellationToken) =>
        await StoreAsync(key, () => new PipeSource(input), canReopen: false, ContentType ?? ContentTypes.Of(key), moved, cancellationToken);

    private Task<UploadResult> StoreAsync(string key, Func<Stream> open, bool canReopen, string? contentType, Action<long> moved, CancellationToken cancellationToken) =>
        new ObjectUpload(_client!).PutAsync(
            new UploadRequest
            {
                Key = key,
                Open = open,
                CanReopen = canReopen,
                ContentType = contentType,
                Metadata = Metadata,
                IfAbsent = IfAbsent,
                ExpectedSha256 = ExpectedSha256,
            },
            moved,
            cancellationToken);
}
