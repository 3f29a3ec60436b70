namespace Holdfast.Layers;

/// <summary>What can be asked of a backend, one by one: the label of metrics and the address of injected faults.</summary>
public enum BackendOperation
{
    /// <summary>A stat.</summary>
    Stat,

    /// <summary>Opening an object and reading its bytes.</summary>
    Read,

    /// <summary>A write in one go.</summary>
    Write,

    /// <summary>Beginning a write in parts.</summary>
    BeginWrite,

    /// <summary>One part.</summary>
    WritePart,

    /// <summary>Joining the parts.</summary>
    Commit,

    /// <summary>Giving a write in parts up.</summary>
    Abort,

    /// <summary>A delete of one or many keys.</summary>
    Delete,

    /// <summary>A list.</summary>
    List,

    /// <summary>A copy inside the backend.</summary>
    Copy,

    /// <summary>Signing a request.</summary>
    Presign,

    /// <summary>A probe.</summary>
    Probe,
}
