using System.Data.Common;
using Holdfast.Engine.Objects;

namespace Holdfast.Engine.Catalog.Rows;

/// <summary>Reading and writing the rows of keys, versions and replicas.</summary>
internal static class ObjectSql
{
    public const string Columns =
        "o.key, o.id, o.org_id, o.generation, o.current_version, o.tombstone_at, o.view_done, o.created_at, o.updated_at";

    public const string VersionColumns =
        "v.version_id, v.generation, v.size, v.sha256, v.etag, v.content_type, v.attributes, v.storage_class, v.created_at, v.expires_at, v.owner, v.original_name, v.origin";

    private const string ReplicaColumns = "r.backend, r.state, r.home, r.identity, r.checked_at";

    private const string ByKey =
        $"SELECT {Columns}, {VersionColumns}, v.blocks, {ReplicaColumns} FROM object o LEFT JOIN version v ON v.version_id = o.current_version " +
        "LEFT JOIN replica r ON r.version_id = v.version_id WHERE o.key = @p0";

    private const string ByVersion =
        $"SELECT {Columns}, {VersionColumns}, v.blocks, {ReplicaColumns} FROM version v JOIN object o ON o.key = v.key " +
        "LEFT JOIN replica r ON r.version_id = v.version_id WHERE v.version_id = @p0";

    /// <summary>The key with its current version and all of that version's replicas; null when the key was never known.</summary>
    public static Task<Known?> FindAsync(CatalogSession session, string key) => ReadOneAsync(session.Prepare(ByKey, key));

    /// <summary>A version with its key and replicas, current or not.</summary>
    public static Task<Known?> FindVersionAsync(CatalogSession session, string versionId) => ReadOneAsync(session.Prepare(ByVersion, versionId));

    public static async Task<string?> KeyOfIdAsync(CatalogSession session, string id) =>
        (string?)await session.Prepare("SELECT key FROM object WHERE id = @p0 AND current_version IS NOT NULL", id).ExecuteScalarAsync();

    public static async Task<string?> CurrentVersionAsync(CatalogSession session, string key) =>
        await session.Prepare("SELECT current_version FROM object WHERE key = @p0", key).ExecuteScalarAsync() as string;

    public static Task InsertAsync(CatalogSession session, ObjectRow row) => session.ExecuteAsync(
        "INSERT INTO object (key, id, org_id, generation, current_version, tombstone_at, view_done, created_at, updated_at) VALUES (@p0, @p1, @p2, @p3, @p4, NULL, @p5, @p6, @p7)",
        row.Key, row.Id, row.OrgId, row.Generation, row.CurrentVersion, row.ViewDone ? 1L : 0L, row.CreatedAt, row.UpdatedAt);

    /// <summary>The next generation of a key: another version, or none (a tombstone).</summary>
    public static Task AdvanceAsync(CatalogSession session, ObjectRow row) => session.ExecuteAsync(
        "UPDATE object SET id = @p1, generation = @p2, current_version = @p3, tombstone_at = @p4, view_done = @p5, pin = NULL, created_at = @p6, updated_at = @p7 WHERE key = @p0",
        row.Key, row.Id, row.Generation, row.CurrentVersion, row.TombstoneAt, row.ViewDone ? 1L : 0L, row.CreatedAt, row.UpdatedAt);

    public static Task InsertVersionAsync(CatalogSession session, VersionRow row) => session.ExecuteAsync(
        "INSERT INTO version (version_id, key, generation, size, sha256, etag, content_type, attributes, storage_class, created_at, expires_at, owner, original_name, origin, blocks) " +
        "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14)",
        row.VersionId, row.Key, row.Generation, row.Size, row.Sha256, row.ETag, row.ContentType, row.Attributes, row.StorageClass, row.CreatedAt, row.ExpiresAt, row.Owner, row.OriginalName, row.Origin, row.Blocks);

    public static Task SupersedeAsync(CatalogSession session, string versionId) => session.ExecuteAsync(
        "UPDATE version SET superseded_at = @p1 WHERE version_id = @p0", versionId, session.NowMs);

    public static Task InsertReplicaAsync(CatalogSession session, ReplicaRow row) => session.ExecuteAsync(
        "INSERT INTO replica (version_id, backend, state, home, identity, checked_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5)",
        row.VersionId, row.Backend, (int)row.State, row.Home, row.Identity, row.CheckedAt);

    /// <summary>Marks all replicas of a superseded version as to be removed.</summary>
    public static Task ReleaseReplicasAsync(CatalogSession session, string versionId) => session.ExecuteAsync(
        $"UPDATE replica SET state = {(int)ReplicaState.Removing} WHERE version_id = @p0", versionId);

    /// <summary>Changes what is known of a replica, unless it is being removed.</summary>
    public static Task<int> MarkReplicaAsync(CatalogSession session, string versionId, string backend, ReplicaState state, string? noted) => session.ExecuteAsync(
        $"UPDATE replica SET state = @p2, noted = @p3, checked_at = @p4 WHERE version_id = @p0 AND backend = @p1 AND state <> {(int)ReplicaState.Removing}",
        versionId, backend, (int)state, noted, session.NowMs);

    public static ObjectRow ReadObject(DbDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), TextOrNull(reader, 4), NumberOrNull(reader, 5),
        reader.GetInt64(6) != 0, reader.GetInt64(7), reader.GetInt64(8));

    /// <param name="reader">At a row of <see cref="Columns"/> and <see cref="VersionColumns"/>.</param>
    /// <param name="first">The column of the version's id.</param>
    /// <param name="blocks">The column of the block checksums, or null when they were not asked for.</param>
    public static VersionRow ReadVersion(DbDataReader reader, int first, int? blocks) => new()
    {
        VersionId = reader.GetString(first),
        Key = reader.GetString(0),
        Generation = reader.GetInt64(first + 1),
        Size = reader.GetInt64(first + 2),
        Sha256 = reader.IsDBNull(first + 3) ? null : (byte[])reader.GetValue(first + 3),
        ETag = reader.GetString(first + 4),
        ContentType = TextOrNull(reader, first + 5),
        Attributes = TextOrNull(reader, first + 6),
        StorageClass = TextOrNull(reader, first + 7),
        CreatedAt = reader.GetInt64(first + 8),
        ExpiresAt = NumberOrNull(reader, first + 9),
        Owner = TextOrNull(reader, first + 10),
        OriginalName = TextOrNull(reader, first + 11),
        Origin = reader.GetString(first + 12),
        Blocks = blocks is { } column && !reader.IsDBNull(column) ? (byte[])reader.GetValue(column) : null,
    };

    public static ReplicaRow ReadReplica(DbDataReader reader, int first, string versionId) => new(
        versionId, reader.GetString(first), (ReplicaState)reader.GetInt32(first + 1), reader.GetString(first + 2), TextOrNull(reader, first + 3), NumberOrNull(reader, first + 4));

    private static async Task<Known?> ReadOneAsync(DbCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        ObjectRow? row = null;
        VersionRow? version = null;
        List<ReplicaRow> replicas = [];
        while (await reader.ReadAsync())
        {
            row ??= ReadObject(reader);
            if (!reader.IsDBNull(9))
            {
                version ??= ReadVersion(reader, 9, 22);
                if (!reader.IsDBNull(23))
                {
                    replicas.Add(ReadReplica(reader, 23, version.VersionId));
                }
            }
        }

        return row is null ? null : new Known(row, version, replicas);
    }

    private static string? TextOrNull(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static long? NumberOrNull(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
