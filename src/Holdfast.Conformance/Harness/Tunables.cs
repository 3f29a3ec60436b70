namespace Holdfast.Conformance;

/// <summary>What the suite may expect of the place that a backend lies on.</summary>
public sealed record Tunables
{
    /// <summary>Whether contents of tens of MiB and thousands of keys are tried. False for slow services.</summary>
    public bool LargeSizes { get; init; } = true;

    /// <summary>How many keys the long lists have; 1001 at least, so that no page of any service holds them.</summary>
    public int ManyKeys { get; init; } = 2500;

    /// <summary>How long to wait before a list where <c>List.Consistent</c> is false.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.Zero;

    /// <summary>How far the service's clock may be from ours.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The seed of sizes and offsets.</summary>
    public int Seed { get; init; } = 20261121;
}
