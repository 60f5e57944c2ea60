using System.Net.Sockets;
using Edge.AI.Sources;

namespace Edge.AI.ProvisioningProcess;

/// <summary>The HTTP client of the library with small socket buffers. The first read of each connection is a step. Bytes in the sockets of a killed process are lost.</summary>
internal static class StepwiseHttp
{
    private const int ReceiveBuffer = 64 * 1024;

    public static SocketsHttpHandler Create(StepCounter steps)
    {
        var handler = DownloadHandler.Create();
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReceiveBuffer, NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new StepwiseStream(socket, steps);
        };
        return handler;
    }

    private sealed class StepwiseStream(Socket socket, StepCounter steps) : NetworkStream(socket, ownsSocket: true)
    {
        private int _reads;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            if (Interlocked.Exchange(ref _reads, 1) == 0)
                steps.Reach("first bytes read"); // The number of further reads varies, but steps must have the same numbers in every run.

            return count;
        }
    }
}
