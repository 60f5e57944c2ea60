using System.Net;
using System.Net.Sockets;

namespace Edge.AI.Sources;

/// <summary>Finds the addresses of a name.</summary>
internal delegate Task<IPAddress[]> LookUpAddresses(string host, CancellationToken cancellationToken);

/// <summary>
/// Connects to the address of a name that answers first. The next address is tried after 250 ms, beside the previous ones, and IPv6 and IPv4
/// alternate. A dead IPv6 route costs a quarter of a second (RFC 8305, "Happy Eyeballs").
/// </summary>
internal sealed class AddressRace(LookUpAddresses lookUp, TimeProvider time)
{
    /// <summary>RFC 8305, section 8: Connection Attempt Delay.</summary>
    public static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <exception cref="SocketException">No address answered. The error is the first one.</exception>
    public async Task<Socket> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = TakingTurns(await lookUp(target.Host, cancellationToken).ConfigureAwait(false));
        if (addresses.Count == 0)
            throw new SocketException((int)SocketError.HostNotFound);

        using var losers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<Socket>>();
        try
        {
            return await RaceAsync(addresses, target.Port, running, losers.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancelled.Message, cancelled, cancellationToken); // .NET recognizes its timeout by its own token.
        }
        finally
        {
            await losers.CancelAsync().ConfigureAwait(false);
            foreach (var loser in running)
                _ = CloseAsync(loser);
        }
    }

    private async Task<Socket> RaceAsync(List<IPAddress> addresses, int port, List<Task<Socket>> running, CancellationToken cancellationToken)
    {
        Task<Socket>? firstFailure = null;
        for (var next = 0; ;)
        {
            if (next < addresses.Count)
                running.Add(DialAsync(new(addresses[next++], port), cancellationToken));

            // The next address is tried after the head start, or when an attempt failed.
            var attempt = await FirstToEndAsync(running, isMore: next < addresses.Count, cancellationToken).ConfigureAwait(false);
            if (attempt is null)
                continue;

            running.Remove(attempt);
            if (attempt.IsCompletedSuccessfully)
                return await attempt.ConfigureAwait(false);

            cancellationToken.ThrowIfCancellationRequested();
            firstFailure ??= attempt;
            if (running.Count == 0 && next == addresses.Count)
                return await firstFailure.ConfigureAwait(false);
        }
    }

    /// <returns>Null if the head start is over before any of them has ended.</returns>
    private async Task<Task<Socket>?> FirstToEndAsync(List<Task<Socket>> running, bool isMore, CancellationToken cancellationToken)
    {
        var first = Task.WhenAny(running);
        return isMore && await OutlastsHeadStartAsync(first, cancellationToken).ConfigureAwait(false) ? null : await first.ConfigureAwait(false);
    }

    private async Task<bool> OutlastsHeadStartAsync(Task first, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var headStart = Task.Delay(HeadStart, time, ended.Token);
        var isOver = await Task.WhenAny(first, headStart).ConfigureAwait(false) == headStart;
        await ended.CancelAsync().ConfigureAwait(false); // The timer must not outlive the race.
        await headStart.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return isOver;
    }

    private static async Task<Socket> DialAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task CloseAsync(Task<Socket> loser)
    {
        try
        {
            (await loser.ConfigureAwait(false)).Dispose();
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException)
        {
            // The result of a losing attempt is not needed.
        }
    }

    /// <summary>Alternates the address families, beginning with the first address's. The system has sorted each family (RFC 6724).</summary>
    private static List<IPAddress> TakingTurns(IPAddress[] addresses) =>
    [
        .. addresses.GroupBy(address => address.AddressFamily)
            .SelectMany((family, number) => family.Select((address, index) => (Address: address, Index: index, Family: number)))
            .OrderBy(entry => entry.Index).ThenBy(entry => entry.Family)
            .Select(entry => entry.Address),
    ];
}
