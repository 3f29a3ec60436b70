namespace Holdfast.Engine.Placement;

/// <summary>The rule that says on which backends an object's replicas belong. Pure: the same question has the same answer.</summary>
public interface IPlacementStrategy
{
    /// <summary>Its name in settings and answers.</summary>
    string Name { get; }

    /// <summary>Where an object belongs.</summary>
    Placement Place(ObjectFacts facts);
}
