using System.Net.Sockets;
using Edge.AI.Provisioning;

namespace Edge.AI.ProvisioningProcess;

/// <summary>The client of the library over sockets that hold little, each read of which is a step. What a killed process had in its sockets is lost.</summary>
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
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            if (count > 0)
                steps.Reach($"read {count} bytes"); // The end of an idle connection comes at any time and changes nothing on disk.

            return count;
        }
    }
}
