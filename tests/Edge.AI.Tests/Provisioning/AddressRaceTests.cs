using System.Net;
using System.Net.Sockets;
using Edge.AI.Sources;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class AddressRaceTests
{
    private static readonly IPAddress First = IPAddress.Parse("127.0.0.2"), Second = IPAddress.Parse("127.0.0.3");

    public AddressRaceTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has more than one loopback address, and drops connections");

    [Fact]
    public async Task The_next_address_is_tried_a_quarter_of_a_second_later()
    {
        using var live = new TcpListener(Second, 0);
        live.Start();
        var clock = new TestClock();
        using var silent = await SilentEndPoint.DroppingAsync(First, PortOf(live));

        var run = RaceOf(clock, First, Second).ConnectAsync(new("models.example", PortOf(live)), CancellationToken.None);
        var early = (clock.Timers, live.Pending());
        clock.Advance(TimeSpan.FromMilliseconds(249));
        var still = (clock.Timers, live.Pending());
        clock.Advance(TimeSpan.FromMilliseconds(1));
        using var socket = await run;

        (early, still).Should().Be(((1, false), (1, false)));
        ((IPEndPoint)socket.RemoteEndPoint!).Address.Should().Be(Second);
        clock.Timers.Should().Be(0);
    }

    [Fact]
    public async Task An_address_that_refuses_gives_way_at_once()
    {
        using var live = new TcpListener(Second, 0);
        live.Start();
        var clock = new TestClock();

        using var socket = await RaceOf(clock, First, Second).ConnectAsync(new("models.example", PortOf(live)), CancellationToken.None);

        ((IPEndPoint)socket.RemoteEndPoint!).Address.Should().Be(Second);
        clock.Timers.Should().Be(0);
    }

    [Fact]
    public async Task An_address_that_answers_late_still_wins_over_one_that_never_does()
    {
        using var late = new TcpListener(First, 0);
        late.Start();
        var clock = new TestClock();
        using var silent = await SilentEndPoint.DroppingAsync(Second, PortOf(late));

        using var socket = await RaceOf(clock, Second, First).ConnectAsync(new("models.example", PortOf(late)), CancellationToken.None).WaitWhileAdvancing(clock);

        ((IPEndPoint)socket.RemoteEndPoint!).Address.Should().Be(First);
    }

    [Fact]
    public async Task Where_all_addresses_refuse_the_first_one_s_error_is_told() =>
        (await RaceOf(new(), First, Second).Invoking(it => it.ConnectAsync(new("models.example", 1), CancellationToken.None)).Should().ThrowAsync<SocketException>())
            .Which.SocketErrorCode.Should().Be(SocketError.ConnectionRefused);

    [Fact]
    public async Task A_name_without_addresses_is_not_found() =>
        (await RaceOf(new()).Invoking(it => it.ConnectAsync(new("models.example", 1), CancellationToken.None)).Should().ThrowAsync<SocketException>())
            .Which.SocketErrorCode.Should().Be(SocketError.HostNotFound);

    [Fact]
    public async Task The_families_take_turns()
    {
        using var live = new TcpListener(IPAddress.Loopback, 0);
        live.Start();
        using var silent = await SilentEndPoint.DroppingAsync(First, PortOf(live));
        var unreachable = IPAddress.Parse("::ffff:0:0:1"); // refused or without a route, and of another family

        // The second IPv6 address would be next; its turn comes after the first IPv4 address.
        var clock = new TestClock();
        using var socket = await RaceOf(clock, unreachable, unreachable, IPAddress.Loopback, First).ConnectAsync(new("models.example", PortOf(live)), CancellationToken.None).WaitWhileAdvancing(clock);

        ((IPEndPoint)socket.RemoteEndPoint!).Address.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public async Task A_cancelled_race_ends_as_a_cancellation()
    {
        using var silent = await SilentEndPoint.DroppingAsync(First);
        using var giveUp = new CancellationTokenSource();

        var run = RaceOf(new(), First, Second).ConnectAsync(new("models.example", silent.Port), giveUp.Token);
        await giveUp.CancelAsync();

        await run.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    private static AddressRace RaceOf(TestClock clock, params IPAddress[] addresses) => new((_, _) => Task.FromResult(addresses), clock);

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}

file static class Waits
{
    /// <summary>Lets every head start pass.</summary>
    public static async Task<T> WaitWhileAdvancing<T>(this Task<T> run, TestClock clock)
    {
        while (!run.IsCompleted)
        {
            clock.Advance(AddressRace.HeadStart);
            await Task.WhenAny(run, Task.Delay(1));
        }

        return await run;
    }
}
