namespace Holdfast.Engine.Tests.Support;

/// <summary>Tests that take descriptors or the processor from the whole process, so nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
