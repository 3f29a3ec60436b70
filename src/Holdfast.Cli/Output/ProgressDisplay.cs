using Spectre.Console;

namespace Holdfast.Cli.Output;

/// <summary>Shows figures on standard error while work goes on: a bar on a terminal, now and then a line elsewhere, nothing when quiet.</summary>
internal sealed class ProgressDisplay : IAsyncDisposable
{
    private static readonly TimeSpan BarEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    private ProgressDisplay(Task loop, CancellationTokenSource stop)
    {
        _loop = loop;
        _stop = stop;
    }

    /// <summary>Begins to show.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="time">The clock.</param>
    /// <param name="verb">What is done, such as <c>Storing</c>.</param>
    /// <param name="figures">The figures.</param>
    public static ProgressDisplay Start(Terminal terminal, TimeProvider time, string verb, ProgressFigures figures)
    {
        var stop = new CancellationTokenSource();
        var pace = new Pace(figures, time);
        var loop = terminal switch
        {
            { IsQuiet: true } => Task.CompletedTask,
            { ErrorIsRich: true } => Task.Run(() => BarsAsync(terminal, time, verb, figures, pace, stop.Token)),
            _ => Task.Run(() => LinesAsync(terminal, time, verb, figures, pace, stop.Token)),
        };
        return new ProgressDisplay(loop, stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private static async Task BarsAsync(Terminal terminal, TimeProvider time, string verb, ProgressFigures figures, Pace pace, CancellationToken stop)
    {
        await terminal.ErrorConsole().Progress()
            .AutoClear(true)
            .AutoRefresh(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new PaceColumn(figures, pace))
            .StartAsync(async context =>
            {
                var bar = context.AddTask(verb, autoStart: true, maxValue: 1);
                while (!stop.IsCancellationRequested)
                {
                    pace.Sample();
                    bar.IsIndeterminate = figures.BytesTotal is null && figures.FilesTotal is null;
                    bar.Value = Fraction(figures);
                    context.Refresh();
                    await Task.Delay(BarEvery, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            });
    }

    private static async Task LinesAsync(Terminal terminal, TimeProvider time, string verb, ProgressFigures figures, Pace pace, CancellationToken stop)
    {
        while (true)
        {
            pace.Sample();
            await Task.Delay(LineEvery, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            pace.Sample();
            terminal.ErrorLine($"{verb}: {pace.Text()}");
        }
    }

    private static double Fraction(ProgressFigures figures) => figures switch
    {
        { BytesTotal: > 0 and var total } => Math.Min(1, (double)figures.Bytes / total),
        { FilesTotal: > 0 and var total } => Math.Min(1, (double)figures.Files / total),
        _ => 0,
    };
}
