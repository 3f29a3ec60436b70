using Holdfast.Engine.Catalog.Sqlite;

namespace Holdfast.Crash.Host;

/// <summary>Fills a catalog with objects that have no bytes anywhere, for questions of scale.</summary>
internal static class Seeding
{
    public static async Task RunAsync(string file, int count)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var catalog = await SqliteCatalog.OpenAsync(file, TimeProvider.System, CancellationToken.None);
        const int most = 50_000;
        for (var from = 0; from < count; from += most)
        {
            var first = from;
            var last = Math.Min(count, from + most) - 1;
            await catalog.WriteAsync(
                async session =>
                {
                    const string numbers = "WITH RECURSIVE n(i) AS (SELECT @p0 UNION ALL SELECT i + 1 FROM n WHERE i < @p1) ";
                    await session.ExecuteAsync(
                        "INSERT INTO version (version_id, key, generation, size, sha256, etag, content_type, created_at, origin) " + numbers +
                        "SELECT printf('v%026d', i), printf('many/%04d/object-%08d.bin', i / 1000, i), 1, 1000, zeroblob(32), printf('%032d', i), 'application/octet-stream', 1, 'put' FROM n", first, last);
                    await session.ExecuteAsync(
                        "INSERT INTO object (key, id, org_id, generation, current_version, view_done, created_at, updated_at) " + numbers +
                        "SELECT printf('many/%04d/object-%08d.bin', i / 1000, i), printf('o%026d', i), 1, 1, printf('v%026d', i), 1, 1, 1 FROM n", first, last);
                    return await session.ExecuteAsync(
                        "INSERT INTO replica (version_id, backend, state, home, identity) " + numbers +
                        "SELECT printf('v%026d', i), 'local', 0, printf('.holdfast/v/%02x/v%026d', i % 256, i), NULL FROM n", first, last);
                },
                CancellationToken.None);
        }
    }
}
