namespace Holdfast.Engine.Catalog.Sqlite;

/// <summary>Where a test can make a commit fail.</summary>
internal enum CommitMoment
{
    /// <summary>All statements ran, COMMIT was not sent.</summary>
    Before,

    /// <summary>COMMIT has succeeded, nobody was told.</summary>
    After,
}
