using System.IO.Pipelines;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Tests.Support;
using Holdfast.Keys;

namespace Holdfast.Engine.Tests;

[Collection(Alone.Name)]
public sealed class MemoryTests
{
    [Fact]
    public async Task A_large_object_goes_through_in_bounded_memory()
    {
        const long size = 300L << 20;
        await using var rig = await Rig.StartAsync(new RigOptions());
        await rig.PutAsync("warm", "up");
        var before = GC.GetTotalMemory(true);
        using var watch = new PeakMemory();
        await rig.Engine.PutAsync(ObjectKey.Parse("big"), PipeReader.Create(new PatternStream(size)), new PutOptions { Length = size }, Rig.Token);
        await using var reader = await rig.Engine.OpenAsync(ObjectKey.Parse("big"), OpenOptions.Default, Rig.Token);
        await using (var stream = reader.AsStream(0, size))
        {
            var buffer = new byte[1 << 20];
            long total = 0;
            for (int read; (read = await stream.ReadAsync(buffer, Rig.Token)) > 0; total += read)
            {
                buffer[0].ShouldBe((byte)(total % 251));
            }

            total.ShouldBe(size);
        }

        (watch.Peak - before).ShouldBeLessThan(64L << 20);
    }

    /// <summary>Looks at what the heap holds after each collection of the second generation or some time.</summary>
    private sealed class PeakMemory : IDisposable
    {
        private readonly Timer _timer;
        private long _peak;

        public PeakMemory() => _timer = new Timer(_ => Interlocked.Exchange(ref _peak, Math.Max(_peak, GC.GetTotalMemory(false))), null, 0, 20);

        public long Peak => Interlocked.Read(ref _peak);

        public void Dispose() => _timer.Dispose();
    }

    private sealed class PatternStream(long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - _position);
            for (var i = 0; i < count; i++)
            {
                buffer[i] = (byte)((_position + i) % 251);
            }

            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
