namespace Holdfast.Engine.Catalog.Rows;

/// <summary>The row of a key.</summary>
internal sealed record ObjectRow(string Key, string Id, long OrgId, long Generation, string? CurrentVersion, long? TombstoneAt, bool ViewDone, long CreatedAt, long UpdatedAt);
