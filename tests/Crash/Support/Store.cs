using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Holdfast.Crash.Support;

/// <summary>A storage folder with its catalog, and what can be seen of them from outside.</summary>
internal sealed class Store
{
    public Store(string root, string? catalog = null)
    {
        Root = root;
        Catalog = catalog ?? Path.Join(root, ".holdfast/catalog.db");
    }

    public string Root { get; }

    public string Catalog { get; }

    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal) { ["BACKEND_REPROBE_SECONDS"] = "1", ["LOG_LEVEL"] = "warning" };

    /// <summary>What a server's environment says about it.</summary>
    public void Describe(IDictionary<string, string?> environment)
    {
        environment["STORAGE_DIR"] = Root;
        environment["DATABASE_URL"] = "sqlite:" + Catalog;
        foreach (var (name, value) in Settings)
        {
            environment[name] = value;
        }
    }

    public string PathOf(string key) => Path.Join(Root, key);

    public IReadOnlyList<string> Homes() => Below(".holdfast/v");

    public IReadOnlyList<string> Staged() => [.. Below(".holdfast/staging").Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))];

    /// <summary>The readable files.</summary>
    public IReadOnlyList<string> Views() =>
        [.. Directory.EnumerateFiles(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(f => Path.GetRelativePath(Root, f)).Where(f => !f.StartsWith(".holdfast/", StringComparison.Ordinal))];

    /// <summary>One number from the catalog, read beside the server.</summary>
    public long Ask(string sql)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Catalog, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>What is not in order yet; empty when nothing is left over anywhere.</summary>
    public IReadOnlyList<string> Leftovers(bool views = true)
    {
        var problems = new List<string>();
        Expect(0, "SELECT count(*) FROM upload", "uploads");
        Expect(0, "SELECT count(*) FROM replica WHERE state <> 0", "replicas that are not present");
        Expect(0, "SELECT count(*) FROM version WHERE superseded_at IS NOT NULL", "superseded versions");
        Expect(0, views ? "SELECT count(*) FROM object WHERE view_done = 0" : "SELECT 0", "views not known to be set");
        var homes = Homes().Count;
        Expect(homes, "SELECT count(*) FROM object WHERE current_version IS NOT NULL", "live objects instead of one for each home");
        if (Staged() is { Count: > 0 } staged)
        {
            problems.Add("staged: " + string.Join(", ", staged));
        }

        return problems;

        void Expect(long wanted, string sql, string what)
        {
            var there = Ask(sql);
            if (there != wanted)
            {
                problems.Add($"{there} {what} (should be {wanted})");
            }
        }
    }

    /// <summary>Waits until nothing is left over.</summary>
    public async Task SettledAsync(TimeSpan? most = null)
    {
        IReadOnlyList<string> left = [];
        var end = DateTime.UtcNow + (most ?? TimeSpan.FromSeconds(20));
        do
        {
            left = Leftovers();
            if (left.Count == 0)
            {
                return;
            }

            await Task.Delay(50);
        }
        while (DateTime.UtcNow < end);

        left.ShouldBeEmpty();
    }

    private string[] Below(string folder) =>
        Directory.Exists(PathOf(folder)) ? Directory.GetFiles(PathOf(folder), "*", SearchOption.AllDirectories) : [];
}
