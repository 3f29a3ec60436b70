using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Cli.Output;

/// <summary>
/// The one JSON document of <c>--json</c>, written as it grows so that a list of a million objects needs no memory.
/// A failure in the middle still ends as a valid document, with an <c>error</c> member.
/// </summary>
internal sealed class JsonOutput(Stream output) : IDisposable
{
    private const int FlushAt = 32 * 1024;

    private readonly Utf8JsonWriter _writer = new(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" });
    private readonly Stack<bool> _open = new();

    /// <summary>Whether anything was written.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether the document is complete.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Writes a whole document.</summary>
    public void Document(JsonElement element)
    {
        HasBegun = true;
        if (element.ValueKind == JsonValueKind.Undefined)
        {
            _writer.WriteStartObject();
            _writer.WriteEndObject();
        }
        else
        {
            element.WriteTo(_writer);
        }

        End();
    }

    /// <summary>Writes a whole document that is an object.</summary>
    public void Document(Action<Utf8JsonWriter> members)
    {
        BeginObject();
        members(_writer);
        Close();
        End();
    }

    /// <summary>Begins the document's object.</summary>
    public void BeginObject()
    {
        HasBegun = true;
        _writer.WriteStartObject();
        _open.Push(false);
    }

    /// <summary>Begins an array that is a member of the object.</summary>
    public void BeginArray(string name)
    {
        _writer.WriteStartArray(name);
        _open.Push(true);
    }

    /// <summary>Writes an item of the open array, or members of the open object.</summary>
    public void Write(Action<Utf8JsonWriter> write)
    {
        write(_writer);
        if (_writer.BytesPending > FlushAt)
        {
            _writer.Flush();
        }
    }

    /// <summary>Closes the innermost array or object.</summary>
    public void Close()
    {
        if (_open.Pop())
        {
            _writer.WriteEndArray();
        }
        else
        {
            _writer.WriteEndObject();
        }
    }

    /// <summary>Completes the document, whatever is open, with an error.</summary>
    public void Fail(Action<Utf8JsonWriter> error)
    {
        if (HasEnded)
        {
            return;
        }

        if (!HasBegun)
        {
            BeginObject();
        }

        while (_open.Count > 1)
        {
            Close();
        }

        _writer.WritePropertyName("error");
        error(_writer);
        Close();
        End();
    }

    /// <summary>Lets go of the buffers; what was not written by then is not written.</summary>
    public void Dispose()
    {
        _writer.Reset(Stream.Null);
        _writer.Dispose();
    }

    /// <summary>Ends the document with a line feed.</summary>
    public void End()
    {
        HasEnded = true;
        _writer.Flush();
        output.Write("\n"u8);
    }
}
