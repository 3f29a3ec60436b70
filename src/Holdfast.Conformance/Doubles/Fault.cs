using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Layers;

namespace Holdfast.Conformance.Doubles;

/// <summary>One line of the script of a <see cref="FaultBackend"/>.</summary>
/// <param name="Operation">Which operation; null means any.</param>
/// <param name="Kind">What happens.</param>
public sealed record Fault(BackendOperation? Operation, FaultKind Kind)
{
    /// <summary>How many matching calls pass before it begins.</summary>
    public int Skip { get; init; }

    /// <summary>How many matching calls it hits; <see cref="int.MaxValue"/> means all.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Whether skip and times begin again and again: a backend that flaps.</summary>
    public bool Repeats { get; init; }

    /// <summary>With which chance it hits a matching call, from 0 to 1, by the backend's seed.</summary>
    public double Chance { get; init; } = 1;

    /// <summary>Which keys; null means all. Lists are asked with their prefix.</summary>
    public Func<string, bool>? Where { get; init; }

    /// <summary>After how many bytes (or entries) it happens.</summary>
    public long AfterBytes { get; init; }

    /// <summary>How long it waits.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The error; null means Unavailable.</summary>
    public Func<StorageException>? Error { get; init; }

    /// <summary>Down for a while and up for a while, again and again.</summary>
    public static Fault Flapping(int up, int down) => new(null, FaultKind.Before) { Skip = up, Times = down, Repeats = true };

    /// <summary>Everything fails at once from now on.</summary>
    public static Fault Down() => new(null, FaultKind.Before) { Times = int.MaxValue };

    internal bool Matches(BackendOperation operation, ObjectKey? key, string text) =>
        (Operation is null || Operation == operation) && (Where is null || Where(key?.Value ?? text));

    internal bool Hits(long call)
    {
        var at = Repeats ? (call - 1) % ((long)Skip + Times) : call - 1;
        return at >= Skip && at - Skip < Times;
    }
}
