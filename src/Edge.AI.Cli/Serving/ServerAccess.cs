using System.Net;
using Edge.AI.AspNetCore;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Serving;

/// <summary>Where a server listens, and who may use it.</summary>
internal sealed record ServerAccess
{
    private const string Default = "http://127.0.0.1:5000", Every = "*", ConfiguredKey = "EdgeAI__Server__ApiKeys__0";

    public required IReadOnlyList<string> Urls { get; init; }

    public required IReadOnlyList<string> ApiKeys { get; init; }

    /// <summary>Whether requests need a key.</summary>
    public required bool HasKey { get; init; }

    public required IReadOnlyList<string> Hosts { get; init; }

    public required IReadOnlyList<string> Origins { get; init; }

    /// <exception cref="EdgeAIException">A value cannot be used, or other machines would be served without a key.</exception>
    public static ServerAccess Of(IReadOnlyList<string> urls, IReadOnlyList<string> keys, IReadOnlyList<string> hosts, IReadOnlyList<string> origins, bool withoutKey)
    {
        var hasKey = keys.Count > 0 || Environment.GetEnvironmentVariable(ConfiguredKey) is { Length: > 0 };
        if (urls.Count == 0)
            urls = [Default];

        var open = urls.Where(url => !IsLoopback(HostOf(url))).ToList();
        foreach (var key in keys.Where(key => key.Length == 0 || key.Any(letter => letter is <= ' ' or > '~')))
            throw Invalid($"An API key {(key.Length == 0 ? "is empty" : "contains a space, or a character that is not ASCII")}.", "Use a long random text, for example the output of 'openssl rand -hex 32'.");
        foreach (var origin in origins.Where(origin => origin != Every && !IsOrigin(origin)))
            throw Invalid($"'{origin}' is not an origin.", "An origin is the address of a page without its path: https://app.example.com.");
        if (open.Count > 0 && !hasKey && !withoutKey)
            throw Invalid($"{open[0]} is reachable from other machines, and there is no API key.", $"Set the variable {AccessOptions.KeyVariable} or --api-key, listen on {Default}, or add --without-key if everyone may use the models.");

        return new() { Urls = urls, ApiKeys = keys, HasKey = hasKey, Hosts = hosts.Count == 0 && open.Count > 0 ? [Every] : hosts, Origins = origins };
    }

    public void Apply(EdgeServerOptions options)
    {
        Add(ApiKeys, options.ApiKeys);
        Add(Hosts, options.AllowedHosts);
        Add(Origins, options.AllowedOrigins);
    }

    private static void Add(IReadOnlyList<string> values, IList<string> list)
    {
        foreach (var value in values)
            list.Add(value);
    }

    /// <summary>The host in an address. Kestrel also understands * and +, which no class of .NET does.</summary>
    private static string HostOf(string url)
    {
        var plain = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(plain, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp || address.PathAndQuery != "/" || address.UserInfo.Length > 0)
            throw Invalid($"'{url[(url.LastIndexOf('@') + 1)..]}' is not an address to listen on.", $"Use http://HOST:PORT, for example {Default}. For https, put a proxy in front of the server.");

        return address.IdnHost;
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.PathAndQuery == "/" && address.UserInfo.Length == 0;

    private static EdgeAIException Invalid(string message, string hint) => new(ToolErrors.Usage, message, hint);
}
