using System.Security.Cryptography;
using System.Text;
using Holdfast.Cli.Client;
using Holdfast.Cli.Failures;
using Holdfast.Cli.Native;

namespace Holdfast.Cli.Transfers;

/// <summary>
/// The file beside the target that a download grows in. Its name says which target and which version it belongs to, so that a later run
/// goes on where this one was and never mixes two versions.
/// </summary>
internal sealed class Partial : IDisposable
{
    private const string NamePrefix = ".holdfast-";
    private const string NameSuffix = ".part";

    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _target;

    private Partial(FileStream stream, string target)
    {
        _stream = stream;
        _target = target;
    }

    /// <summary>How many bytes are there.</summary>
    public long Length => _stream.Length;

    /// <summary>Whether a file name is one of a partial download.</summary>
    public static bool IsOne(ReadOnlySpan<char> name) =>
        name.StartsWith(NamePrefix, StringComparison.Ordinal) && name.EndsWith(NameSuffix, StringComparison.Ordinal);

    /// <summary>Opens what an earlier run left of this version, or begins anew; what was left of other versions goes away.</summary>
    public static Partial Open(string target, RemoteObject info)
    {
        var folder = Path.GetDirectoryName(target)!;
        var mine = NamePrefix + Short(Path.GetFileName(target)) + "-";
        var path = Path.Join(folder, mine + Short($"{info.Key}\0{info.Etag}\0{info.Size}") + NameSuffix);
        foreach (var other in Directory.EnumerateFiles(folder, mine + "*" + NameSuffix).Where(other => other != path))
        {
            File.Delete(other);
        }

        try
        {
            // Not shared: two downloads into one file would tear it.
            return new Partial(new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous }), target);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && File.Exists(path))
        {
            throw new CommandFailure(ExitCode.Failed, $"Another download is writing '{target}'.", "Wait for it, or choose another file.", exception) { Code = "busy" };
        }
    }

    /// <summary>Hashes what is there already, so that the digest covers the whole file in the end.</summary>
    public async Task HashExistingAsync(long most, CancellationToken cancellationToken)
    {
        if (Length > most)
        {
            _stream.SetLength(0);
        }

        _stream.Position = 0;
        var buffer = new byte[256 * 1024];
        int read;
        while ((read = await _stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            _hash.AppendData(buffer, 0, read);
        }
    }

    /// <summary>Appends bytes.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, cancellationToken);
        _hash.AppendData(bytes.Span);
    }

    /// <summary>The digest of all bytes so far, in lower-case hex. The hash begins anew.</summary>
    public string Digest() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <summary>Gives the file its time and its name, replacing what is there at once and whole.</summary>
    public void Publish(DateTimeOffset? modified)
    {
        if (modified is { } time)
        {
            File.SetLastWriteTimeUtc(_stream.SafeFileHandle, time.UtcDateTime);
        }

        AtomicRename.Replace(_stream.Name, _target);
    }

    /// <summary>Removes it.</summary>
    public void Discard() => File.Delete(_stream.Name);

    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
    }

    private static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
