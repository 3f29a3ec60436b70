namespace Holdfast.Backends;

/// <summary>An object opened for reading.</summary>
public sealed class BackendRead : IAsyncDisposable
{
    /// <summary>Takes what was opened.</summary>
    public BackendRead(ObjectStat stat, long offset, long length, Stream content)
    {
        Stat = stat;
        Offset = offset;
        Length = length;
        Content = content;
    }

    /// <summary>The object that is read.</summary>
    public ObjectStat Stat { get; }

    /// <summary>The first byte that <see cref="Content"/> gives.</summary>
    public long Offset { get; }

    /// <summary>How many bytes it gives.</summary>
    public long Length { get; }

    /// <summary>The bytes, forward only. It ends after <see cref="Length"/> bytes; when the backend ends earlier it throws.</summary>
    public Stream Content { get; }

    /// <summary>Closes the content and gives its connection or file back.</summary>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
