using System.Runtime.CompilerServices;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;

namespace Holdfast.Engine.Verification;

/// <summary>Streams the catalog's side of a verification, a thousand rows at a time.</summary>
internal sealed class CatalogWalk(EngineContext engine)
{
    private const int Chunk = 1000;

    /// <summary>The replicas of current versions on a backend, by home.</summary>
    public async IAsyncEnumerable<ExpectedHome> HomesAsync(string backend, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var from = after;
            var rows = await engine.Catalog.ReadAsync(
                async session =>
                {
                    var found = new List<ExpectedHome>(Chunk);
                    await using var reader = await session.Prepare(
                        "SELECT r.backend, r.state, r.home, r.identity, r.checked_at, v.version_id, v.key, v.size, v.sha256 FROM replica r JOIN version v ON v.version_id = r.version_id " +
                        "WHERE r.backend = @p0 AND r.home > @p1 ORDER BY r.home LIMIT 1000",
                        backend, from).ExecuteReaderAsync();
                    while (await reader.ReadAsync())
                    {
                        found.Add(new ExpectedHome(
                            ObjectSql.ReadReplica(reader, 0, reader.GetString(5)), reader.GetString(6), reader.GetInt64(7), reader.IsDBNull(8) ? null : (byte[])reader.GetValue(8)));
                    }

                    return found;
                },
                cancellationToken);
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < Chunk)
            {
                yield break;
            }

            after = rows[^1].Replica.Home;
        }
    }

    /// <summary>The keys of current objects with the identity that their readable file has on a backend.</summary>
    public async IAsyncEnumerable<ExpectedView> ViewsAsync(string backend, string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var from = after;
            var rows = await engine.Catalog.ReadAsync(
                async session =>
                {
                    var found = new List<ExpectedView>(Chunk);
                    await using var reader = await session.Prepare(
                        "SELECT o.key, r.identity, r.state FROM object o JOIN replica r ON r.version_id = o.current_version AND r.backend = @p0 WHERE o.key > @p1 ORDER BY o.key LIMIT 1000",
                        backend, from).ExecuteReaderAsync();
                    while (await reader.ReadAsync())
                    {
                        found.Add(new ExpectedView(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), (ReplicaState)reader.GetInt32(2)));
                    }

                    return found;
                },
                cancellationToken);
            foreach (var row in rows)
            {
                if (row.Key.StartsWith(prefix, StringComparison.Ordinal))
                {
                    yield return row;
                }
                else if (Holdfast.Keys.KeyOrder.Compare(row.Key, prefix) > 0)
                {
                    yield break;
                }
            }

            if (rows.Count < Chunk)
            {
                yield break;
            }

            after = rows[^1].Key;
        }
    }
}

/// <summary>A home that should be there.</summary>
internal sealed record ExpectedHome(ReplicaRow Replica, string Key, long Size, byte[]? Sha256);

/// <summary>A readable file that should be there.</summary>
internal sealed record ExpectedView(string Key, string? Identity, ReplicaState State);
