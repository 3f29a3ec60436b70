using Spectre.Console;
using Spectre.Console.Rendering;

namespace Holdfast.Cli.Output;

/// <summary>Counts, rate and time left beside the bar.</summary>
internal sealed class PaceColumn(ProgressFigures figures, Pace pace) : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(pace.Text(), figures.Failed > 0 ? new Style(Color.Red) : Style.Plain);
}
