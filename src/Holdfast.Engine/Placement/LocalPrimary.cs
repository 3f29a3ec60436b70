using Holdfast.Engine.Objects;

namespace Holdfast.Engine.Placement;

/// <summary>Everything belongs on the local disk; reads try it first, then any other present replica.</summary>
public sealed class LocalPrimary : IPlacementStrategy
{
    private static readonly Placement Always = new([new WantedReplica("local", "local_primary keeps every object on the local disk")], ["local"]);

    /// <inheritdoc/>
    public string Name => "local_primary";

    /// <inheritdoc/>
    public Placement Place(ObjectFacts facts) => Always;
}
