namespace Holdfast.Cli.Output;

/// <summary>Orders keys as the API lists them: by their UTF-8 bytes.</summary>
internal sealed class ByteOrder : IComparer<byte[]>
{
    public static readonly ByteOrder Instance = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}
