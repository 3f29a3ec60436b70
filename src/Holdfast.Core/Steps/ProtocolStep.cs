namespace Holdfast.Steps;

/// <summary>The named points of the protocol (docs/architecture.md) at which tests stop, kill or pause a process.</summary>
public enum ProtocolStep
{
    /// <summary>Before the upload row is written.</summary>
    BeforeUploadRow,

    /// <summary>After the upload row is durable, before a byte of the home.</summary>
    AfterUploadRow,

    /// <summary>The home's file exists and has some bytes.</summary>
    HomeWritten,

    /// <summary>After the home's bytes are synced, before its directory.</summary>
    HomeSynced,

    /// <summary>After the home's directory is synced.</summary>
    HomeDurable,

    /// <summary>Before the catalog's commit.</summary>
    BeforeCommit,

    /// <summary>After the catalog's commit, before the view.</summary>
    AfterCommit,

    /// <summary>A private link to the home was made, the exchange was not.</summary>
    BeforeExchange,

    /// <summary>After the exchange, before what came out was looked at.</summary>
    AfterExchange,

    /// <summary>After the view was taken away into a private name, before it was looked at.</summary>
    AfterTake,

    /// <summary>After the view is set, before the catalog is told.</summary>
    AfterPublish,

    /// <summary>Before a superseded or deleted home is removed.</summary>
    BeforeTidy,

    /// <summary>After it is removed, before the catalog is told.</summary>
    AfterTidy,

    /// <summary>After a tombstone is committed, before the view is removed.</summary>
    AfterTombstone,

    /// <summary>A foreign file has a home, the catalog does not know it yet.</summary>
    AdoptionLinked,
}
