using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using Holdfast.Engine.Catalog;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Objects;

/// <summary>
/// Lists from the catalog by ranges of keys, in the order of UTF-8 bytes. A page goes on from the last key or prefix that the page before gave, so
/// concurrent writes neither repeat nor hide what existed throughout.
/// </summary>
internal sealed class Listing(EngineContext engine, StoredObjects objects)
{
    private const int Chunk = 1000;

    // Longer than any key, of the last character there is: after everything.
    private static readonly string End = string.Concat(Enumerable.Repeat("\U0010FFFF", 257));

    private const string Columns = $"SELECT {ObjectSql.Columns}, {ObjectSql.VersionColumns}, r.backend, r.state, r.home, r.identity, r.checked_at FROM (SELECT * FROM object o WHERE ";

    private const string Rest =
        " ORDER BY o.key LIMIT @p3) o JOIN version v ON v.version_id = o.current_version LEFT JOIN replica r ON r.version_id = v.version_id ORDER BY o.key";

    private const string Everyone = Columns + "o.key > @p0 AND o.key < @p1 AND o.current_version IS NOT NULL AND @p2 = 0" + Rest;
    private const string OfOrg = Columns + "o.key > @p0 AND o.key < @p1 AND o.current_version IS NOT NULL AND o.org_id = @p2" + Rest;

    public async Task<ListPage> PageAsync(ListQuery query, CancellationToken cancellationToken)
    {
        if (query.Limit is < 1 or > 1000)
        {
            throw StorageErrors.InvalidArgument("The limit of a list is between 1 and 1000.");
        }

        if (query.Delimiter is "")
        {
            throw StorageErrors.InvalidArgument("A delimiter is not empty.");
        }

        var found = new List<StoredObject>();
        var prefixes = new List<string>();
        var after = CursorOf(query);
        var now = engine.Time.GetUtcNow();
        while (true)
        {
            var room = query.Limit - found.Count - prefixes.Count;
            var chunk = await ReadAsync(query, after, room + 1, cancellationToken);
            var jumped = false;
            foreach (var one in chunk)
            {
                if (found.Count + prefixes.Count == query.Limit)
                {
                    return new ListPage(found, prefixes, WriteCursor(after));
                }

                if (one.ExpiresAt <= now)
                {
                    after = new Position(one.Key.Value, false);
                    continue;
                }

                if (PrefixOf(one.Key.Value, query) is { } prefix)
                {
                    prefixes.Add(prefix);
                    after = new Position(prefix, true);
                    jumped = true;
                    break;
                }

                found.Add(one);
                after = new Position(one.Key.Value, false);
            }

            if (!jumped && chunk.Count <= room)
            {
                return new ListPage(found, prefixes, null);
            }
        }
    }

    public async IAsyncEnumerable<StoredObject> AllAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new ListQuery { Prefix = prefix };
        var after = new Position(prefix, false) { Inclusive = true };
        while (true)
        {
            var chunk = await ReadAsync(query, after, Chunk, cancellationToken);
            foreach (var one in chunk)
            {
                if (!(one.ExpiresAt <= engine.Time.GetUtcNow()))
                {
                    yield return one;
                }
            }

            if (chunk.Count < Chunk)
            {
                yield break;
            }

            after = new Position(chunk[^1].Key.Value, false);
        }
    }

    private async Task<List<StoredObject>> ReadAsync(ListQuery query, Position after, int limit, CancellationToken cancellationToken)
    {
        // What sorts after a key is what is greater than it; what sorts after a prefix is what is not below its end.
        var from = after.IsPrefix ? KeyOrder.EndOf(after.Text) : after.Text;
        var end = KeyOrder.EndOf(query.Prefix) ?? End;
        if (from is null)
        {
            return [];
        }

        var inclusive = after.IsPrefix || after.Inclusive;
        if (KeyOrder.Compare(from, query.Prefix) < 0)
        {
            // A cursor of another list must not lead out of this one.
            (from, inclusive) = (query.Prefix, true);
        }

        var sql = query.OrgId is null ? Everyone : OfOrg;
        return await engine.Catalog.ReadAsync(
            async session => await RowsAsync(session.Prepare(inclusive ? sql.Replace("o.key > @p0", "o.key >= @p0", StringComparison.Ordinal) : sql, from, end, query.OrgId ?? 0, limit)),
            cancellationToken);
    }

    private async Task<List<StoredObject>> RowsAsync(DbCommand command)
    {
        var found = new List<StoredObject>();
        await using var reader = await command.ExecuteReaderAsync();
        ObjectRow? row = null;
        VersionRow? version = null;
        var replicas = new List<ReplicaRow>();
        while (await reader.ReadAsync())
        {
            if (row is not null && row.Key != reader.GetString(0))
            {
                found.Add(objects.Of(row, version!, replicas));
                replicas.Clear();
                row = null;
            }

            if (row is null)
            {
                row = ObjectSql.ReadObject(reader);
                version = ObjectSql.ReadVersion(reader, 9, null);
            }

            if (!reader.IsDBNull(22))
            {
                replicas.Add(ObjectSql.ReadReplica(reader, 22, version!.VersionId));
            }
        }

        if (row is not null)
        {
            found.Add(objects.Of(row, version!, replicas));
        }

        return found;
    }

    private static string? PrefixOf(string key, ListQuery query)
    {
        if (query.Delimiter is not { } delimiter)
        {
            return null;
        }

        var at = key.IndexOf(delimiter, query.Prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + delimiter.Length)];
    }

    private static Position CursorOf(ListQuery query)
    {
        if (query.Cursor is not { } cursor)
        {
            return new Position(query.Prefix, false) { Inclusive = true };
        }

        try
        {
            var text = new UTF8Encoding(false, true).GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cursor));
            return text.Length > 0 && text[0] is 'k' or 'p' ? new Position(text[1..], text[0] == 'p') : throw new FormatException();
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw StorageErrors.InvalidArgument("The cursor is none that a list gave.");
        }
    }

    private static string WriteCursor(Position position) =>
        System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes((position.IsPrefix ? "p" : "k") + position.Text));

    private readonly record struct Position(string Text, bool IsPrefix)
    {
        public bool Inclusive { get; init; }
    }
}
