using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using Holdfast.Engine;
using Holdfast.Engine.Catalog.Sqlite;
using Holdfast.Engine.Objects;
using Holdfast.Keys;
using Holdfast.Local;

// The engine alone, without HTTP: what a put, a get and a list cost in time, processor time and allocated bytes.
//   dotnet run --project bench/Holdfast.Bench -c Release -- [folder] [puts] [size] [concurrency]
var folder = args.Length > 0 ? args[0] : Directory.CreateTempSubdirectory("holdfast-bench-").FullName;
var count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000;
var size = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 4096;
var atOnce = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 16;
Directory.CreateDirectory(folder);

await using var disk = await LocalBackend.OpenAsync(new LocalBackendOptions { Root = folder }, CancellationToken.None);
await using var catalog = await SqliteCatalog.OpenAsync(Path.Join(folder, ".holdfast/catalog.db"), TimeProvider.System, CancellationToken.None);
await using var engine = await HoldfastEngine.StartAsync(new EngineOptions { Catalog = catalog, Backends = [new EngineBackend(disk, disk)], AdoptOnStart = false }, CancellationToken.None);

var content = new byte[size];
new Random(1).NextBytes(content);
var options = new PutOptions { Length = size };
for (var round = 0; round < 2; round++)
{
    var prefix = $"bench/{round}-{Environment.ProcessId}/";
    await MeasureAsync("put", count, i => engine.PutAsync(ObjectKey.Parse($"{prefix}{i % 100}/{i}"), PipeReader.Create(new MemoryStream(content)), options, CancellationToken.None));
    await MeasureAsync("overwrite", count, i => engine.PutAsync(ObjectKey.Parse($"{prefix}{i % 100}/{i}"), PipeReader.Create(new MemoryStream(content)), options, CancellationToken.None));
    await MeasureAsync("find", count, i => engine.FindAsync(ObjectKey.Parse($"{prefix}{i % 100}/{i}"), CancellationToken.None));
    await MeasureAsync("get", count, async i =>
    {
        await using var reader = await engine.OpenAsync(ObjectKey.Parse($"{prefix}{i % 100}/{i}"), OpenOptions.Default, CancellationToken.None);
        await reader.CopyToAsync(PipeWriter.Create(Stream.Null), 0, reader.Object.Size, CancellationToken.None);
    });
    await MeasureAsync("list 1000", Math.Max(1, count / 1000), i => engine.ListAsync(new ListQuery { Prefix = prefix, Limit = 1000 }, CancellationToken.None));
}

async Task MeasureAsync(string name, int times, Func<int, Task> work)
{
    var allocated = GC.GetTotalAllocatedBytes();
    var processor = Process.GetCurrentProcess().TotalProcessorTime;
    var clock = Stopwatch.StartNew();
    await Parallel.ForAsync(0, times, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) => await work(i));
    var seconds = clock.Elapsed.TotalSeconds;
    processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-10} {times / seconds,10:0}/s {processor.TotalMicroseconds / times,8:0} us cpu {(GC.GetTotalAllocatedBytes() - allocated) / times,8} bytes"));
}
