using System.Globalization;
using System.Net;

namespace Edge.AI.Sources;

/// <summary>
/// Hosts that are used without a proxy, from <c>no_proxy</c>. A name includes all names below it, as in curl. <c>*</c> is every host,
/// an address can have a prefix length (<c>10.0.0.0/8</c>), and a name can have a port.
/// </summary>
internal sealed class ProxyExceptions(string text)
{
    private readonly string[] _entries = text.Split([',', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool Include(Uri address)
    {
        var host = address.IdnHost.TrimEnd('.');
        return _entries.Any(entry => entry == "*" || Matches(entry, host, address.Port));
    }

    private static bool Matches(string entry, string host, int port)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return IPNetwork.TryParse(entry, out var network) ? network.Contains(address)
                : IPAddress.TryParse(entry, out var single) ? single.Equals(address) // Has brackets and port, too, which it leaves out.
                : WithoutPort(entry, port) is { } bare && IPAddress.TryParse(bare, out single) && single.Equals(address);
        }

        return WithoutPort(entry, port)?.TrimStart('*').Trim('.') is { Length: > 0 } name
            && host.EndsWith(name, StringComparison.OrdinalIgnoreCase)
            && (host.Length == name.Length || host[^(name.Length + 1)] == '.');
    }

    /// <summary>The name; null if it is for another port.</summary>
    private static string? WithoutPort(string entry, int port) => entry.Split(':') is [var name, var digits]
        ? int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var own) && own == port ? name : null
        : entry;
}
