using System.Globalization;
using System.Reflection;
using Dapper;
using Holdfast.Errors;

namespace Holdfast.Engine.Catalog;

/// <summary>The numbered scripts of <c>Migrations/</c>, each run once, in order, in the transaction that notes its number.</summary>
internal static class CatalogMigrations
{
    /// <summary>All scripts by number.</summary>
    public static IReadOnlyList<(int Number, string Name, string Sql)> All { get; } = Load();

    /// <summary>Runs what has not run yet, with the placeholders of the dialect filled in.</summary>
    public static async Task<int> RunAsync(CatalogSession session, IReadOnlyDictionary<string, string> dialect)
    {
        await session.Connection.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);" +
            "CREATE TABLE IF NOT EXISTS migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)");
        var applied = (await session.Connection.QueryAsync<long>("SELECT number FROM migration")).ToHashSet();
        var newest = All[^1].Number;
        if (applied.Count > 0 && applied.Max() > newest)
        {
            throw StorageErrors.Misconfigured(string.Create(CultureInfo.InvariantCulture, $"The catalog was made by a newer Holdfast (migration {applied.Max()}, this one knows {newest}). Use that version."));
        }

        var missing = All.Where(m => !applied.Contains(m.Number)).ToList();
        foreach (var (number, name, sql) in missing)
        {
            var text = dialect.Aggregate(sql, (current, pair) => current.Replace("{" + pair.Key + "}", pair.Value, StringComparison.Ordinal));
            await session.Connection.ExecuteAsync(text);
            await session.Connection.ExecuteAsync(
                "INSERT INTO migration (number, name, applied_at) VALUES (@number, @name, @at)",
                new { number, name, at = session.Now.ToUnixTimeMilliseconds() });
        }

        return missing.Count;
    }

    private static List<(int, string, string)> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var scripts = new List<(int, string, string)>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)))
        {
            var name = resource.Split('.')[^2];
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            scripts.Add((int.Parse(name.AsSpan(0, name.IndexOf('_', StringComparison.Ordinal)), CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }

        return [.. scripts.OrderBy(s => s.Item1)];
    }
}
