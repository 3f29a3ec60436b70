using Holdfast.Steps;

namespace Holdfast.Local;

/// <summary>How to open a <see cref="LocalBackend"/>.</summary>
public sealed record LocalBackendOptions
{
    /// <summary>The folder that holds the objects; made when missing, unless <see cref="ExpectedBackendId"/> says that it must be there.</summary>
    public required string Root { get; init; }

    /// <summary>The backend's name in settings, catalog and messages.</summary>
    public string Name { get; init; } = "local";

    /// <summary>Whether writes are synced to stable storage before they are acknowledged. False only for what can be made again.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>
    /// The id that the root's marker must carry. With another or no marker there the backend is down, for an unmounted disk is not an empty one:
    /// nothing is made, and every call fails with Unavailable until a probe finds the right one.
    /// </summary>
    public string? ExpectedBackendId { get; init; }

    /// <summary>Is told of the steps of the protocol; tests stop here.</summary>
    public IStepObserver Observer { get; init; } = NoObserver.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
