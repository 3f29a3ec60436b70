using System.Text.Json;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Failures;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Transfers;

/// <summary>
/// What many transfers did: with <c>--json</c> a document whose <c>results</c> grow as they come in and whose <c>summary</c> comes last,
/// for people failures as they happen and one line in the end.
/// </summary>
internal sealed class TransferReport
{
    private const int MostFailuresTold = 20;

    private readonly CommandContext _context;
    private readonly string _done;
    private readonly Lock _lock = new();
    private long _files;
    private long _bytes;
    private long _skipped;
    private long _failed;

    /// <param name="context">The command.</param>
    /// <param name="done">The word for what was done, such as <c>stored</c>.</param>
    public TransferReport(CommandContext context, string done)
    {
        _context = context;
        _done = done;
        if (context.Terminal.IsJson)
        {
            context.Json.BeginObject();
            context.Json.BeginArray("results");
        }
    }

    /// <summary>The figures that the progress display shows.</summary>
    public ProgressFigures Figures { get; } = new();

    /// <summary>Files done so far.</summary>
    public long Files => Interlocked.Read(ref _files);

    /// <summary>One was done.</summary>
    public void Done(string key, long size, Action<Utf8JsonWriter>? more = null)
    {
        Figures.FileDone();
        Interlocked.Add(ref _bytes, size);
        Interlocked.Increment(ref _files);
        Write(key, _done, writer =>
        {
            writer.WriteNumber("size", size);
            more?.Invoke(writer);
        });
    }

    /// <summary>One was left alone because it is there already.</summary>
    public void Skipped(string key, string status = "skipped")
    {
        Figures.FileDone();
        Interlocked.Increment(ref _skipped);
        Write(key, status, null);
    }

    /// <summary>One failed.</summary>
    public void Failed(string key, Exception exception)
    {
        Figures.FileFailed();
        var failure = FailureText.Of(exception, _context.Connection?.Client.Transport.Address.Display);
        Write(key, "failed", writer =>
        {
            writer.WritePropertyName("error");
            FailureReport.WriteJson(writer, failure);
        });
        var count = Interlocked.Increment(ref _failed);
        if (count <= MostFailuresTold)
        {
            _context.Terminal.ErrorLine($"failed: {Printable.Escape(key)}: {Printable.Escape(failure.Message)}{(failure.TraceId is null ? string.Empty : $" (trace id {failure.TraceId})")}");
        }
        else if (count == MostFailuresTold + 1)
        {
            _context.Terminal.ErrorLine("Further failures are only counted; --json lists them all.");
        }
    }

    /// <summary>Ends the report and gives the exit code.</summary>
    public ExitCode Finish()
    {
        if (_context.Terminal.IsJson)
        {
            _context.Json.Close();
            _context.Json.Write(writer =>
            {
                writer.WriteStartObject("summary");
                writer.WriteNumber(_done, _files);
                writer.WriteNumber("skipped", _skipped);
                writer.WriteNumber("failed", _failed);
                writer.WriteNumber("bytes", _bytes);
                writer.WriteEndObject();
            });
            _context.Json.Close();
            _context.Json.End();
        }
        else
        {
            _context.Terminal.Done(Sentence());
        }

        return (_failed, _files + _skipped) switch
        {
            (0, _) => ExitCode.Done,
            (_, 0) => ExitCode.Failed,
            _ => ExitCode.Partial,
        };
    }

    private string Sentence()
    {
        var text = $"{char.ToUpperInvariant(_done[0])}{_done[1..].Replace('_', ' ')} {Human.Count(_files, "file")}";

        // A delete by key is not told how large the object was.
        text += _done is "deleted" && _bytes == 0 ? string.Empty : $" ({Human.Bytes(_bytes)})";
        text += _skipped > 0 ? $", {Human.Count(_skipped, "file")} already there" : string.Empty;
        return _failed > 0 ? text + $", {Human.Count(_failed, "file")} failed." : text + ".";
    }

    private void Write(string key, string status, Action<Utf8JsonWriter>? more)
    {
        if (!_context.Terminal.IsJson)
        {
            return;
        }

        lock (_lock)
        {
            _context.Json.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("key", key);
                writer.WriteString("status", status);
                more?.Invoke(writer);
                writer.WriteEndObject();
            });
        }
    }
}
