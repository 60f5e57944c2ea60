using System.Net.Sockets;
using Edge.AI.Sources;

namespace Edge.AI.ProvisioningProcess;

/// <summary>The client of the library over sockets that hold little; the first read of each connection is a step. What a killed process had in its sockets is lost.</summary>
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
                steps.Reach("first bytes read"); // How many reads follow is chance, and steps must be numbered alike in every run.

            return count;
        }
    }
}
