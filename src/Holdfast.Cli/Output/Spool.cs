using System.Text;

namespace Holdfast.Cli.Output;

/// <summary>Texts that wait for their turn: in memory while they are few, in a temporary file when they are many.</summary>
internal sealed class Spool : IAsyncDisposable
{
    private const int InMemory = 10_000;

    private readonly List<string> _first = [];
    private FileStream? _file;
    private BinaryWriter? _writer;
    private long _spooled;

    /// <summary>Adds a text at the end.</summary>
    public void Add(string text)
    {
        if (_first.Count < InMemory)
        {
            _first.Add(text);
            return;
        }

        if (_writer is null)
        {
            var path = Path.Join(Path.GetTempPath(), Path.GetRandomFileName());
            _file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose, BufferSize = 64 * 1024 });
            _writer = new BinaryWriter(_file, Encoding.UTF8, leaveOpen: true);
        }

        _writer.Write(text);
        _spooled++;
    }

    /// <summary>All texts in order. To be read once, when nothing is added any more.</summary>
    public IEnumerable<string> Read()
    {
        foreach (var text in _first)
        {
            yield return text;
        }

        if (_file is null)
        {
            yield break;
        }

        _writer!.Flush();
        _file.Position = 0;
        using var reader = new BinaryReader(_file, Encoding.UTF8, leaveOpen: true);
        for (var i = 0L; i < _spooled; i++)
        {
            yield return reader.ReadString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        if (_file is not null)
        {
            await _file.DisposeAsync();
        }
    }
}
