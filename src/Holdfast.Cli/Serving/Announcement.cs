using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Output;
using Holdfast.Platform.People;
using Holdfast.Settings;

namespace Holdfast.Cli.Serving;

/// <summary>The one calm block that a started server prints.</summary>
internal static class Announcement
{
    /// <summary>Writes it; the first sign-in is told here and nowhere else.</summary>
    public static void Write(CommandContext context, LoadedSettings loaded, string storage, IReadOnlyList<string> addresses, FirstStartResult? firstStart, string? reachable)
    {
        var address = reachable ?? (addresses.Count > 0 ? addresses[0] : null);
        var link = firstStart is null || address is null ? null : address + firstStart.SignInPath;
        if (context.Terminal.IsJson)
        {
            WriteJson(context, loaded, storage, addresses, firstStart, link);
            return;
        }

        var terminal = context.Terminal;
        if (!terminal.IsQuiet)
        {
            terminal.Line($"Holdfast {ProductVersion.Text}");
            foreach (var url in addresses)
            {
                terminal.Line($"  address   {url}");
            }

            terminal.Line($"  storage   {Printable.Escape(storage)}");
            terminal.Line($"  strategy  {loaded.Settings.Text(SettingNames.StorageStrategy)}");
        }

        if (firstStart is not null)
        {
            terminal.Line("  First start. This is shown only now:");
            terminal.Line($"  sign in   {link}");
            terminal.Line($"  email     {firstStart.Email}");
            if (firstStart.Password is not null)
            {
                terminal.Line($"  password  {firstStart.Password}");
            }
        }

        foreach (var problem in loaded.Problems.Where(problem => problem.Severity == ProblemSeverity.Warning))
        {
            terminal.Note("warning: " + problem.Message);
        }

        terminal.Out.Flush();
    }

    private static void WriteJson(CommandContext context, LoadedSettings loaded, string storage, IReadOnlyList<string> addresses, FirstStartResult? firstStart, string? link) =>
        context.Json.Document(writer =>
        {
            writer.WriteString("version", ProductVersion.Text);
            writer.WriteStartArray("addresses");
            foreach (var url in addresses)
            {
                writer.WriteStringValue(url);
            }

            writer.WriteEndArray();
            writer.WriteString("storage", storage);
            writer.WriteString("strategy", loaded.Settings.Text(SettingNames.StorageStrategy));
            writer.WriteNumber("pid", Environment.ProcessId);
            if (firstStart is not null)
            {
                writer.WriteStartObject("first_sign_in");
                writer.WriteString("email", firstStart.Email);
                writer.WriteString("password", firstStart.Password);
                writer.WriteString("url", link);
                writer.WriteEndObject();
            }
        });
}
