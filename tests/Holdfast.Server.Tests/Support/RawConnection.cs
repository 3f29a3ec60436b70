using System.Net.Sockets;
using System.Text;

namespace Holdfast.Server.Tests.Support;

/// <summary>A connection on which a test writes what no client library would.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private NetworkStream _stream = null!;

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var raw = new RawConnection();
        await raw._client.ConnectAsync(address.Host, address.Port);
        raw._client.NoDelay = true;
        raw._stream = raw._client.GetStream();
        return raw;
    }

    public Task SendAsync(string text) => _stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask();

    /// <summary>Says that nothing more comes, and still reads.</summary>
    public void FinishSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Vanishes without a word.</summary>
    public void Reset()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Close();
    }

    /// <summary>All that the server sends until it closes or a whole answer was read.</summary>
    public async Task<RawAnswer> ReadAsync(bool head = false)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var bytes = new List<byte>();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            if (RawAnswer.TryParse([.. bytes], head, out var answer))
            {
                return answer;
            }

            int read;
            try
            {
                read = await _stream.ReadAsync(buffer, limit.Token);
            }
            catch (IOException)
            {
                read = 0;
            }

            if (read == 0)
            {
                return RawAnswer.Parse([.. bytes]);
            }

            bytes.AddRange(buffer.AsSpan(0, read));
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
