using System.Security.Cryptography;
using Holdfast.Cli.Client;
using Holdfast.Cli.Failures;

namespace Holdfast.Cli.Transfers;

/// <summary>Fetches one object into a file: written aside, checked, then renamed.</summary>
internal sealed class FileDownload(HoldfastClient client)
{
    private const int MostVersions = 5;

    /// <summary>Fetches; nothing at the target changes before all bytes are there and right.</summary>
    /// <param name="info">The object as it was listed.</param>
    /// <param name="target">The full path; its folder is made.</param>
    /// <param name="skipSame">Whether a target with the same bytes is left alone.</param>
    /// <param name="moved">Told of bytes received; what an earlier run left counts at once.</param>
    /// <param name="cancellationToken">Stops; what was received stays for the next run.</param>
    public async Task<DownloadResult> GetAsync(RemoteObject info, string target, bool skipSame, Action<long> moved, CancellationToken cancellationToken)
    {
        if (Directory.Exists(target))
        {
            throw new CommandFailure(ExitCode.Failed, $"'{target}' is a folder, and '{info.Key}' would have to be a file there.") { Code = "is_a_folder" };
        }

        if (skipSame && await IsSameAsync(info, target, cancellationToken))
        {
            moved(info.Size);
            return new DownloadResult(info, WasSkipped: true, Resumed: 0);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        for (var version = 1; ; version++)
        {
            try
            {
                return await GetVersionAsync(info, target, moved, cancellationToken);
            }
            catch (ObjectChangedException) when (version < MostVersions)
            {
                info = (await client.InfoAsync(info.Key, cancellationToken)).Value;
            }
        }
    }

    /// <summary>Whether the file has the object's size and digest.</summary>
    public static async Task<bool> IsSameAsync(RemoteObject info, string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (info.Sha256 is null || !file.Exists || file.Length != info.Size)
        {
            return false;
        }

        await using var stream = FolderWalk.Open(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == info.Sha256;
    }

    private async Task<DownloadResult> GetVersionAsync(RemoteObject info, string target, Action<long> moved, CancellationToken cancellationToken)
    {
        for (var fromTheBeginning = false; ; fromTheBeginning = true)
        {
            using var partial = Partial.Open(target, info);
            var counted = 0L;
            void Count(long bytes)
            {
                counted += bytes;
                moved(bytes);
            }

            try
            {
                await partial.HashExistingAsync(fromTheBeginning ? -1 : info.Size, cancellationToken);
                var resumed = partial.Length;
                Count(resumed);
                await new ObjectDownload(client.Transport).CopyAsync(info, resumed, async (bytes, stop) =>
                {
                    await partial.WriteAsync(bytes, stop);
                    Count(bytes.Length);
                }, cancellationToken);

                if (info.Sha256 is { } wanted && partial.Digest() is var got && got != wanted)
                {
                    partial.Discard();
                    if (resumed > 0)
                    {
                        // What the earlier run left may be what is wrong.
                        moved(-counted);
                        continue;
                    }

                    throw new InvalidDataException($"What was received of '{info.Key}' is not what was stored (SHA-256 {got}, wanted {wanted}).");
                }

                partial.Publish(info.UpdatedAt);
                return new DownloadResult(info, WasSkipped: false, resumed);
            }
            catch (Exception exception)
            {
                if (exception is not OperationCanceledException)
                {
                    moved(-counted);
                }

                if (partial.Length == 0)
                {
                    partial.Discard();
                }

                throw;
            }
        }
    }
}

/// <summary>What became of a download.</summary>
/// <param name="Object">The version that was fetched.</param>
/// <param name="WasSkipped">Whether the file was there already.</param>
/// <param name="Resumed">Bytes that an earlier run had left.</param>
internal sealed record DownloadResult(RemoteObject Object, bool WasSkipped, long Resumed);
