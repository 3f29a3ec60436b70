namespace Holdfast.Conformance.Doubles;

/// <summary>How an injected fault shows itself.</summary>
public enum FaultKind
{
    /// <summary>The error is thrown before anything happened.</summary>
    Before,

    /// <summary>A body breaks with the error after <see cref="Fault.AfterBytes"/> bytes; a list after that many entries. What was there stays.</summary>
    Midway,

    /// <summary>The operation happens, and then the error is thrown: its outcome is unknown to the caller.</summary>
    AfterEffect,

    /// <summary>The operation waits for <see cref="Fault.Delay"/> first, and a body before each read.</summary>
    Slow,

    /// <summary>The operation never answers until it is cancelled; a body hangs after <see cref="Fault.AfterBytes"/> bytes.</summary>
    Hang,

    /// <summary>One byte of a read body, at <see cref="Fault.AfterBytes"/>, has a flipped bit.</summary>
    CorruptByte,

    /// <summary>A read body ends without an error after <see cref="Fault.AfterBytes"/> bytes.</summary>
    ShortBody,

    /// <summary>A list leaves out every second entry and names the others twice.</summary>
    WrongList,
}
