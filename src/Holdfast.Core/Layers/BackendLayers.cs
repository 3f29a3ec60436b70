using Holdfast.Backends;
using Holdfast.Layers.Guard;

namespace Holdfast.Layers;

/// <summary>Puts the layers around a backend, and finds what lies below them.</summary>
public static class BackendLayers
{
    /// <summary>The guard alone: options are honoured or refused, nothing is retried or limited.</summary>
    public static IBackend Guard(IBackend backend) => new GuardBackend(backend);

    /// <summary>The innermost object of that type in a stack of layers, or null when there is none.</summary>
    public static T? Find<T>(IBackend backend)
        where T : class
    {
        T? found = null;
        for (IBackend? at = backend; at is not null; at = (at as DelegatingBackend)?.Inner)
        {
            found = at as T ?? found;
        }

        return found;
    }
}
