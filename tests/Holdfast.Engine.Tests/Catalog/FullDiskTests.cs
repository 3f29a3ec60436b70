using System.Diagnostics;
using Holdfast.Engine.Catalog.Sqlite;
using Holdfast.Engine.Tests.Support;
using Holdfast.Errors;

namespace Holdfast.Engine.Tests.Catalog;

/// <summary>A catalog on a disk of its own that fills up.</summary>
[Collection(Alone.Name)]
public sealed class FullDiskTests
{
    [Fact]
    public async Task A_full_disk_refuses_writes_serves_reads_and_goes_on_by_itself_when_there_is_room()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-full-").FullName;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder) != 0)
        {
            Directory.Delete(folder);
            Assert.Skip("Mounting a small tmpfs needs root.");
        }

        try
        {
            await using var catalog = await SqliteCatalog.OpenAsync(Path.Join(folder, "catalog.db"), TimeProvider.System, Rig.Token);
            var kept = 0;
            StorageException? full = null;
            for (var i = 0; i < 2000 && full is null; i++)
            {
                try
                {
                    await AddAsync(catalog, i);
                    kept++;
                }
                catch (StorageException error)
                {
                    full = error;
                }
            }

            full.ShouldNotBeNull().Kind.ShouldBe(StorageErrorKind.QuotaExceeded);
            kept.ShouldBeGreaterThan(10);
            (await CountAsync(catalog)).ShouldBe(kept);
            (await Should.ThrowAsync<StorageException>(() => AddAsync(catalog, -1))).Kind.ShouldBe(StorageErrorKind.QuotaExceeded);
            (await CountAsync(catalog)).ShouldBe(kept);

            (await RunAsync("mount", "-o", "remount,size=32m", folder)).ShouldBe(0);
            await AddAsync(catalog, -2);
            (await CountAsync(catalog)).ShouldBe(kept + 1);
        }
        finally
        {
            await RunAsync("umount", folder);
            Directory.Delete(folder, true);
        }
    }

    private static Task<int> AddAsync(SqliteCatalog catalog, int i) => catalog.WriteAsync(
        session => session.ExecuteAsync("INSERT INTO journal (at, key, event, detail) VALUES (1, @p0, 'x', @p1)", $"{i}", new string('d', 8000)), Rig.Token);

    private static Task<long> CountAsync(SqliteCatalog catalog) => catalog.ReadAsync(
        async session => (long)(await session.Prepare("SELECT count(*) FROM journal").ExecuteScalarAsync())!, Rig.Token);

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.WaitForExitAsync(Rig.Token);
        return process.ExitCode;
    }
}
