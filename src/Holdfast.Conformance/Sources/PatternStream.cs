using Holdfast.Objects;

namespace Holdfast.Conformance;

/// <summary>So many bytes of a pattern, in pieces of odd sizes, hashed on their way.</summary>
internal sealed class PatternStream(long length, ContentHasher hasher) : SourceStream
{
    private long _given;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var give = (int)Math.Min(Math.Min(length - _given, buffer.Length), 1 + (_given % 70_001));
        var span = buffer.Span[..give];
        for (var i = 0; i < give; i++)
        {
            span[i] = (byte)((_given + i) * 31 % 251);
        }

        hasher.Append(span);
        _given += give;
        return new ValueTask<int>(give);
    }
}
