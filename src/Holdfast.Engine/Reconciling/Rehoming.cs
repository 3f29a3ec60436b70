using Holdfast.Engine.Catalog;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Writing;
using Holdfast.Errors;

namespace Holdfast.Engine.Reconciling;

/// <summary>Gives a replica another home; the version, its generation and its attributes stay what they are.</summary>
internal static class Rehoming
{
    /// <summary>As the statements of one transaction. Conflict when the replica, or the attempt, is not what it was.</summary>
    public static async Task MoveAsync(CatalogSession session, Attempt attempt, ReplicaRow replica, string? identity, string instance, string why)
    {
        if (!await UploadSql.CloseAsync(session, attempt.Id)
            || await session.ExecuteAsync(
                "UPDATE replica SET home = @p3, identity = @p4, state = 0, noted = NULL WHERE version_id = @p0 AND backend = @p1 AND home = @p2 AND state <> 5",
                replica.VersionId, replica.Backend, replica.Home, attempt.Home.Value, identity) == 0)
        {
            throw StorageErrors.Conflict("The object changed meanwhile.", attempt.Key);
        }

        await UploadSql.DiscardAsync(session, attempt.Key.Value, replica.Backend, replica.Home, instance);
        await JournalSql.AddAsync(session, attempt.Key.Value, replica.VersionId, null, "rehomed", replica.Backend, why);
    }
}
