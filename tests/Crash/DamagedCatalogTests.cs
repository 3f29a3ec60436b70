using Holdfast.Crash.Support;
using Microsoft.Data.Sqlite;

namespace Holdfast.Crash;

public sealed class DamagedCatalogTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("a damaged header")]
    [InlineData("damaged pages")]
    [InlineData("a short file")]
    [InlineData("nonsense")]
    [InlineData("a newer catalog")]
    public async Task A_catalog_that_cannot_be_used_is_refused_and_left_as_it_is(string damage)
    {
        using var folder = new TempFolder();
        var store = folder.Store;
        var bytes = Content.Of(1, 5000);
        await using (var host = await Host.StartAsync(store))
        {
            for (var i = 0; i < 50; i++)
            {
                (await host.Client.PutAsync($"kept/{i}.bin", bytes)).Succeeded.ShouldBeTrue();
            }

            await store.SettledAsync();
            await host.StopAsync();
        }

        var good = await File.ReadAllBytesAsync(store.Catalog, TestContext.Current.CancellationToken);
        Damage(store.Catalog, damage, good);
        var bad = await File.ReadAllBytesAsync(store.Catalog, TestContext.Current.CancellationToken);
        await using (var refused = Host.Launch(store))
        {
            (await refused.EndedAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue("it runs with such a catalog");
            output.WriteLine($"{damage}: exit {refused.ExitCode}: {refused.Errors}");
            refused.ExitCode.ShouldBe(3);
            refused.Errors.ShouldContain("refused: Misconfigured");
            refused.Errors.ShouldContain("catalog");
        }

        (await File.ReadAllBytesAsync(store.Catalog, TestContext.Current.CancellationToken)).AsSpan().SequenceEqual(bad).ShouldBeTrue("the catalog was changed");
        store.Homes().Count.ShouldBe(50);
        store.Views().Count.ShouldBe(50);

        await File.WriteAllBytesAsync(store.Catalog, good, TestContext.Current.CancellationToken);
        foreach (var suffix in new[] { "-wal", "-shm" })
        {
            File.Delete(store.Catalog + suffix);
        }

        await using var again = await Host.StartAsync(store);
        (await again.Client.ListAsync()).Count.ShouldBe(50);
        (await again.Client.GetAsync("kept/7.bin")).Body.AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        await store.SettledAsync();
        await again.Client.VerifyAsync();
    }

    private static void Damage(string file, string damage, byte[] good)
    {
        switch (damage)
        {
            case "a damaged header":
                File.WriteAllBytes(file, [.. new byte[100], .. good[100..]]);
                break;
            case "damaged pages":
                var pages = (byte[])good.Clone();
                pages.AsSpan(4096).Fill(0xA5);
                File.WriteAllBytes(file, pages);
                break;
            case "a short file":
                File.WriteAllBytes(file, good[..(good.Length / 2)]);
                break;
            case "nonsense":
                File.WriteAllBytes(file, Content.Of(4, good.Length));
                break;
            default:
                SQLitePCL.Batteries_V2.Init();
                using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString()))
                {
                    connection.Open();
                    using var command = connection.CreateCommand();
                    command.CommandText = "INSERT INTO migration (number, name, applied_at) VALUES (9999, 'from_the_future', 0)";
                    command.ExecuteNonQuery();
                }

                break;
        }
    }
}
