using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Holdfast.Server.Logging;

/// <summary>One line per message, as text for people or JSON for machines, with the trace id. Scopes are left out: they hold request paths, which may hold tokens.</summary>
internal sealed class HoldfastFormatter(bool json, TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "holdfast";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = LogRedaction.Clean(logEntry.Formatter(logEntry.State, logEntry.Exception));
        var error = logEntry.Exception is { } exception ? LogRedaction.Clean(exception.ToString()) : null;
        var trace = Activity.Current?.TraceId.ToHexString();
        var now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        if (json)
        {
            textWriter.WriteLine(Json(now, logEntry.LogLevel, logEntry.Category, message, trace, error));
            return;
        }

        textWriter.Write(now);
        textWriter.Write(' ');
        textWriter.Write(Level(logEntry.LogLevel).PadRight(5));
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category[(logEntry.Category.LastIndexOf('.') + 1)..]);
        textWriter.Write(": ");
        textWriter.Write(message.ReplaceLineEndings(" "));
        if (trace is not null)
        {
            textWriter.Write(" trace=");
            textWriter.Write(trace);
        }

        textWriter.WriteLine();
        if (error is not null)
        {
            textWriter.WriteLine(error);
        }
    }

    private static string Json(string now, LogLevel level, string category, string message, string? trace, string? error)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("time", now);
            writer.WriteString("level", Level(level));
            writer.WriteString("category", category);
            writer.WriteString("message", message);
            if (trace is not null)
            {
                writer.WriteString("trace_id", trace);
            }

            if (error is not null)
            {
                writer.WriteString("error", error);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
