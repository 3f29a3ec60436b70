using Holdfast.Backends;

namespace Holdfast.Engine;

/// <summary>A backend as the engine uses it.</summary>
/// <param name="Backend">The backend, wrapped in its layers.</param>
/// <param name="Views">Its readable keys, when they are hard links to homes; else null.</param>
public sealed record EngineBackend(IBackend Backend, ILinkedViews? Views)
{
    /// <summary>Its name.</summary>
    public string Name => Backend.Descriptor.Name;
}
