using System.Net;
using System.Net.Sockets;
using Edge.AI.Sources;

namespace Edge.AI.Tests.Provisioning;

public sealed class ReadAheadStreamTests : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(10)); // bytes that got lost would be waited for in vain

    private CancellationToken Cancellation => _patience.Token;

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task Small_reads_get_every_byte_in_its_place_and_cost_few_reads_of_the_connection()
    {
        var bytes = new byte[1_000_000];
        new Random(1).NextBytes(bytes);
        var connection = new CountingStream(bytes);
        await using var stream = new ReadAheadStream(connection);

        var read = new byte[bytes.Length];
        for (var (at, count) = (0, 1); at < read.Length && count > 0; at += count)
            count = at % 2 == 0 ? await stream.ReadAsync(read.AsMemory(at, Math.Min(16_381, read.Length - at)), Cancellation) : stream.Read(read.AsSpan(at, 1));

        read.AsSpan().SequenceEqual(bytes).Should().BeTrue();
        connection.Reads.Should().Be(4);
        (await stream.ReadAsync(read, Cancellation)).Should().Be(0, "that is the end");
    }

    [Fact]
    public async Task What_has_arrived_is_given_out_without_waiting_for_more()
    {
        var (here, there) = await ConnectAsync();
        await using var stream = new ReadAheadStream(here);
        await using (there)
        {
            await there.WriteAsync(new byte[] { 1, 2, 3 }, Cancellation);
            var buffer = new byte[100];

            (await stream.ReadAsync(buffer.AsMemory(0, 2), Cancellation)).Should().Be(2);
            (await stream.ReadAsync(buffer, Cancellation)).Should().Be(1);

            buffer[0].Should().Be(3);
        }
    }

    [Fact]
    public async Task A_read_of_nothing_takes_nothing()
    {
        var (here, there) = await ConnectAsync();
        await using var stream = new ReadAheadStream(here);
        await using (there)
        {
            await there.WriteAsync(new byte[] { 7, 8 }, Cancellation);
            var buffer = new byte[1];

            (await stream.ReadAsync(Memory<byte>.Empty, Cancellation)).Should().Be(0);
            await stream.ReadExactlyAsync(buffer, Cancellation);
            (await stream.ReadAsync(Memory<byte>.Empty, Cancellation)).Should().Be(0);
            buffer[0].Should().Be(7);
            await stream.ReadExactlyAsync(buffer, Cancellation);

            buffer[0].Should().Be(8);
        }
    }

    [Fact]
    public async Task What_is_written_goes_straight_to_the_connection()
    {
        var (here, there) = await ConnectAsync();
        await using var stream = new ReadAheadStream(here);
        await using (there)
        {
            await stream.WriteAsync(new byte[] { 4, 5 }, Cancellation);
            var buffer = new byte[2];
            await there.ReadExactlyAsync(buffer, Cancellation);

            buffer.Should().Equal(4, 5);
        }
    }

    private async Task<(NetworkStream Here, NetworkStream There)> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndpoint, Cancellation);
        return (new(client, ownsSocket: true), new(await listener.AcceptSocketAsync(Cancellation), ownsSocket: true));
    }

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public int Reads { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            Reads++;
            return base.Read(buffer);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads++;
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
