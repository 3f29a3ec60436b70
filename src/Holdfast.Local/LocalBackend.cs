using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Files;
using Holdfast.Local.Listing;
using Holdfast.Local.Native;
using Holdfast.Local.Reading;
using Holdfast.Local.Removing;
using Holdfast.Local.Views;
using Holdfast.Local.Writing;
using Holdfast.Steps;

namespace Holdfast.Local;

/// <summary>
/// Objects as files below a root: readable keys as plain paths, homes below <c>.holdfast/v/</c>. A write that was acknowledged is whole and on stable
/// storage; a kill or power cut at any moment leaves the old bytes or the new. Nothing is read or written outside of the root, and
/// symbolic links are neither followed nor listed.
/// </summary>
public sealed class LocalBackend : IBackend, ILinkedViews
{
    private readonly LocalBackendOptions _options;
    private readonly SemaphoreSlim _reopening = new(1, 1);
    private volatile Services? _up;
    private volatile StorageException? _down;
    private volatile bool _disposed;
    private string? _id;

    private LocalBackend(LocalBackendOptions options)
    {
        _options = options;
        Descriptor = new BackendDescriptor(options.Name, "local", LocalCapabilities.Value) { Bucket = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Root))) };
    }

    /// <inheritdoc/>
    public BackendDescriptor Descriptor { get; }

    /// <summary>The id in the root's marker; null while the backend is down.</summary>
    public string? BackendId => _up?.Id;

    /// <summary>The room on the root's file system. Throws Unavailable while the backend is down.</summary>
    public DiskSpace DiskSpace
    {
        get
        {
            var volume = Up().Volume;
            volume.Check(volume.Files.Space(out var space), "space");
            return space;
        }
    }

    /// <summary>
    /// Opens a root, making it and its marker when they are missing. With <see cref="LocalBackendOptions.ExpectedBackendId"/> nothing is made, and a root
    /// that is not the expected one gives a backend that is down. Misconfigured or PermissionDenied when the root cannot be made or used.
    /// </summary>
    public static async Task<LocalBackend> OpenAsync(LocalBackendOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        var backend = new LocalBackend(options);
        await backend.ReopenAsync();
        return backend;
    }

    /// <inheritdoc/>
    public Task<ObjectStat> StatAsync(ObjectKey key, StatOptions options, CancellationToken cancellationToken) =>
        Now(up => up.Reader.Stat(key), cancellationToken);

    /// <inheritdoc/>
    public Task<BackendRead> ReadAsync(ObjectKey key, ReadOptions options, CancellationToken cancellationToken) =>
        Now(up => up.Reader.Read(key, options), cancellationToken);

    /// <inheritdoc/>
    public async Task<WriteResult> WriteAsync(ObjectKey key, PipeReader content, WriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(options);
        var up = Up();
        BodyWriter.CheckOptions(up.Volume, key, options);
        cancellationToken.ThrowIfCancellationRequested();
        if (!HomeWriter.IsHome(key))
        {
            return await up.Keys.WriteAsync(key, options, (file, body, token) => body.WriteAllAsync(file, content, null, token), cancellationToken);
        }

        return await up.Homes.WriteAsync(
            key,
            options,
            (file, body, token) => body.WriteAllAsync(file, content, t => up.Volume.ReachedAsync(ProtocolStep.HomeWritten, t), token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IUploadSession> BeginWriteAsync(ObjectKey key, WriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Now<IUploadSession>(
            up =>
            {
                BodyWriter.CheckOptions(up.Volume, key, options);
                return UploadSession.Begin(up.Volume, key, options, up.Keys, up.Homes);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(options);
        return Up().Remover.DeleteAsync(keys, options, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Up().Lister.ListAsync(options, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<WriteResult> CopyAsync(ObjectKey source, ObjectKey target, CopyOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Up().Copier.CopyAsync(source, target, options, cancellationToken);
    }

    /// <summary>Always Unsupported: a disk signs nothing; the server signs for it.</summary>
    public Task<PresignedRequest> PresignAsync(ObjectKey key, PresignOptions options, CancellationToken cancellationToken) =>
        Now<PresignedRequest>(_ => throw StorageErrors.Unsupported("presigned requests", Descriptor.Name).With("presign", key, Descriptor.Name), cancellationToken);

    /// <inheritdoc/>
    public async Task<ProbeResult> ProbeAsync(ProbeOptions options, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        var began = _options.Time.GetTimestamp();
        try
        {
            if (_up is not { } up || !up.Volume.Files.IsStillThere())
            {
                await ReopenAsync();
            }

            if (_down is { } down)
            {
                return new ProbeResult(false, _options.Time.GetElapsedTime(began), down);
            }

            return await new LocalProbe(Up().Volume).RunAsync(began);
        }
        catch (StorageException e)
        {
            return new ProbeResult(false, _options.Time.GetElapsedTime(began), e);
        }
    }

    /// <inheritdoc/>
    public Task<ViewLook> LookAsync(ObjectKey key, CancellationToken cancellationToken) => Now(up => up.Views.Look(key), cancellationToken);

    /// <inheritdoc/>
    public bool Shows(ObjectKey key, string identity) => Up().Views.Shows(key, identity);

    /// <inheritdoc/>
    public Task<ViewOutcome> PublishAsync(ObjectKey home, ObjectKey key, Func<CancellationToken, ValueTask<bool>> stillWanted, CancellationToken cancellationToken) =>
        Up().Views.PublishAsync(home, key, stillWanted, cancellationToken);

    /// <inheritdoc/>
    public Task<ViewOutcome> RemoveAsync(ObjectKey key, Func<CancellationToken, ValueTask<bool>> stillUnwanted, CancellationToken cancellationToken) =>
        Up().Views.RemoveAsync(key, stillUnwanted, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> AdoptAsync(ObjectKey key, ObjectKey home, Func<ObjectStat, CancellationToken, ValueTask<bool>> commit, CancellationToken cancellationToken) =>
        Up().Adoption.AdoptAsync(key, home, commit, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> QuarantineAsync(ObjectKey key, CancellationToken cancellationToken) => Up().Adoption.QuarantineAsync(key, cancellationToken);

    /// <inheritdoc/>
    public Task<int> RecoverAsync(CancellationToken cancellationToken) => Up().Recovery.RecoverAsync(cancellationToken);

    /// <summary>
    /// Removes staged bytes that ended processes left, and sidecars of files that are gone, when they were last written longer ago than
    /// <paramref name="olderThan"/>. What living processes stage is never touched, however old. Answers how many it removed.
    /// </summary>
    public Task<int> SweepAsync(TimeSpan olderThan, CancellationToken cancellationToken) => Up().Recovery.SweepAsync(olderThan, cancellationToken);

    /// <summary>Gives the root back. Reads that are open go on to their end.</summary>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        Interlocked.Exchange(ref _up, null)?.Volume.Dispose();
        return ValueTask.CompletedTask;
    }

    private Services Up()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _up ?? throw (_down ?? StorageErrors.Unavailable(Descriptor.Name, "it is not open.")).With("open", null, Descriptor.Name);
    }

    private Task<T> Now<T>(Func<Services, T> call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        try
        {
            return Task.FromResult(call(Up()));
        }
        catch (Exception e) when (e is StorageException or ObjectDisposedException)
        {
            return Task.FromException<T>(e);
        }
    }

    private async Task ReopenAsync()
    {
        await _reopening.WaitAsync();
        try
        {
            if (_up is { } still && still.Volume.Files.IsStillThere())
            {
                return;
            }

            // A root that was seen once is that one and no other: an empty folder where it was is a disk that is not mounted.
            var (volume, id, down) = await new VolumeOpener(_options with { ExpectedBackendId = _options.ExpectedBackendId ?? _id }).OpenAsync();
            _id = id ?? _id;
            _down = down;
            Interlocked.Exchange(ref _up, volume is null ? null : new Services(volume, id!))?.Volume.Dispose();
        }
        finally
        {
            _reopening.Release();
        }
    }

    private sealed class Services
    {
        public Services(LocalVolume volume, string id)
        {
            var filler = new FileFiller(volume);
            var settler = new ViewSettler(volume);
            Volume = volume;
            Id = id;
            Reader = new ObjectReader(volume);
            Keys = new KeyWriter(volume, filler);
            Homes = new HomeWriter(volume, filler);
            Lister = new ObjectLister(volume);
            Remover = new ObjectRemover(volume);
            Copier = new ObjectCopier(volume, Keys, Homes);
            Views = new LinkedViews(volume, settler);
            Adoption = new Adoption(volume, settler);
            Recovery = new Recovery(volume, settler);
        }

        public LocalVolume Volume { get; }

        public string Id { get; }

        public ObjectReader Reader { get; }

        public KeyWriter Keys { get; }

        public HomeWriter Homes { get; }

        public ObjectLister Lister { get; }

        public ObjectRemover Remover { get; }

        public ObjectCopier Copier { get; }

        public LinkedViews Views { get; }

        public Adoption Adoption { get; }

        public Recovery Recovery { get; }
    }
}
