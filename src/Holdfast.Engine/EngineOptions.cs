using Holdfast.Engine.Catalog;
using Holdfast.Engine.Placement;
using Holdfast.Steps;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Engine;

/// <summary>What an engine is made of.</summary>
public sealed record EngineOptions
{
    /// <summary>The catalog; the engine does not dispose it.</summary>
    public required ICatalog Catalog { get; init; }

    /// <summary>The backends; the engine does not dispose them.</summary>
    public required IReadOnlyList<EngineBackend> Backends { get; init; }

    /// <summary>Where objects belong.</summary>
    public IPlacementStrategy Strategy { get; init; } = new LocalPrimary();

    /// <summary>
    /// A folder for lock files that tell living processes from dead ones, shared by all processes of one machine over one catalog; null leaves
    /// only the heartbeat.
    /// </summary>
    public string? LockFolder { get; init; }

    /// <summary>What becomes of other programs' files.</summary>
    public ExternalChange OnExternalChange { get; init; }

    /// <summary>Whether files found at the first start are adopted in the background.</summary>
    public bool AdoptOnStart { get; init; } = true;

    /// <summary>Prefixes whose objects may be lost by a power cut because they can be made again.</summary>
    public IReadOnlyList<string> RelaxedPrefixes { get; init; } = [];

    /// <summary>How often backends are probed.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After so long without a heartbeat a process counts as dead and its work is taken over.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the journal is kept.</summary>
    public TimeSpan JournalRetention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told at each step of the protocol.</summary>
    public IStepObserver Steps { get; init; } = NoObserver.Instance;

    /// <summary>Where it logs.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}
