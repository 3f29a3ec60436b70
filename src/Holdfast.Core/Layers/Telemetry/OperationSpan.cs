using System.Diagnostics;
using Holdfast.Errors;

namespace Holdfast.Layers.Telemetry;

/// <summary>One operation from its beginning to its end: an activity and its measurements.</summary>
internal sealed class OperationSpan(string backend, BackendOperation operation, TimeProvider time)
{
    private readonly string _name = operation.ToString();
    private readonly long _began = time.GetTimestamp();
    private readonly Activity? _activity = BackendInstruments.Source.StartActivity($"backend {operation}", ActivityKind.Client)?.SetTag("backend", backend);
    private int _ended;

    /// <summary>Ends it; only the first end counts.</summary>
    public void End(Exception? error = null)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        var storage = error as StorageException;
        if (storage is not null)
        {
            storage.Operation ??= char.ToLowerInvariant(_name[0]) + _name[1..];
            storage.Backend ??= backend;
        }

        BackendInstruments.Ended(backend, operation, time.GetElapsedTime(_began), error);
        if (error is not null)
        {
            _activity?.SetStatus(ActivityStatusCode.Error, storage?.Kind.ToString() ?? error.GetType().Name);
        }

        _activity?.Dispose();
    }
}
