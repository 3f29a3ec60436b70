using System.CommandLine;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Connecting;
using Holdfast.Settings;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast config</c>: the settings as this folder and environment give them. Needs no server.</summary>
internal static class ConfigCommand
{
    public static Command Create(CommandRunner runner)
    {
        var given = new Option<bool>("--given") { Description = "Leave out what nobody set" };
        var explain = new Command("explain", "Show every setting, its value, and where it comes from (exit 1 on a conflict or error)") { given };
        runner.Bind(explain, context => Task.FromResult(Explain(context, context.Arguments.GetValue(given))));
        return new Command("config", "Show the settings") { explain };
    }

    private static ExitCode Explain(CommandContext context, bool onlyGiven)
    {
        var explanation = ConfigExplanation.Of(LocalSettings.Load(context.Environment, context.EnvironmentFiles));
        if (context.Terminal.IsJson)
        {
            WriteJson(context, explanation, onlyGiven);
        }
        else
        {
            context.Terminal.Out.Write(explanation.ToText(onlyGiven));
        }

        return (ExitCode)explanation.ExitCode;
    }

    private static void WriteJson(CommandContext context, ConfigExplanation explanation, bool onlyGiven) => context.Json.Document(writer =>
    {
        writer.WriteBoolean("ok", explanation.ExitCode == 0);
        writer.WriteStartArray("files");
        foreach (var file in explanation.Files)
        {
            writer.WriteStringValue(file);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("problems");
        foreach (var problem in explanation.Problems)
        {
            writer.WriteStartObject();
            writer.WriteString("severity", problem.Severity switch { ProblemSeverity.Error => "error", ProblemSeverity.Warning => "warning", _ => "note" });
            writer.WriteString("message", problem.Message);
            writer.WriteStartArray("names");
            foreach (var name in problem.Names)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
            writer.WriteString("origin", problem.Origin?.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("settings");
        foreach (var row in explanation.Rows.Where(row => !onlyGiven || row.State != SettingState.Default))
        {
            writer.WriteStartObject();
            writer.WriteString("name", row.Name);
            writer.WriteString("value", row.Value);
            writer.WriteString("origin", row.Origin);
            writer.WriteString("dialect", row.Dialect);
            writer.WriteString("state", row.State switch { SettingState.Given => "given", SettingState.Placeholder => "placeholder", SettingState.Invalid => "invalid", _ => "default" });
            writer.WriteBoolean("needs_restart", row.NeedsRestart);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
