using System.Globalization;
using Holdfast.Crash.Host;
using Holdfast.Errors;
using Holdfast.Server.Composition;
using Holdfast.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

// The real server with two things of the tests in it: an observer that kills the process at a named step, and a caller who may do everything.
// Settings come from the environment. Standard input takes commands, and its end (the tests are gone) ends the process.
//
//   CrashHost                  serve
//   CrashHost seed FILE COUNT  fill a catalog with rows, without any bytes
if (args is ["seed", var file, var count])
{
    await Seeding.RunAsync(file, int.Parse(count, CultureInfo.InvariantCulture));
    return 0;
}

var steps = new StepKiller();
if (Environment.GetEnvironmentVariable("CRASH_AT") is { Length: > 0 } at)
{
    steps.Arm(at);
}

try
{
    var settings = SettingsLoader.Load(SettingsSources.OfThisProcess());
    await using var app = HoldfastServer.Create(settings, new ServerOptions
    {
        Urls = ["http://127.0.0.1:0"],
        StepObserver = steps,
        ConfigureServices = AnyCaller.Add,
    });
    await app.StartAsync();
    Console.Out.WriteLine("listening " + app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    Console.Out.Flush();
    while (await Console.In.ReadLineAsync() is { } line)
    {
        switch (line.Split(' '))
        {
            case ["arm", var where]:
                steps.Arm(where);
                break;
            case ["count"]:
                steps.Count();
                break;
            case ["counted"]:
                Console.Out.WriteLine("counted " + steps.Counted());
                break;
            case ["stop"]:
                await app.StopAsync();
                return 0;
        }

        Console.Out.WriteLine("done " + line);
        Console.Out.Flush();
    }

    StepKiller.Die();
    return 1;
}
catch (StorageException error)
{
    Console.Error.WriteLine($"refused: {error.Kind}: {error.Message}");
    return 3;
}
