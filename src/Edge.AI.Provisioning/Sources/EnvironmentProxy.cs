using System.Net;
using Edge.AI.Catalog;

namespace Edge.AI.Sources;

/// <summary>
/// The proxies of the variables <c>http_proxy</c>, <c>https_proxy</c>, <c>all_proxy</c> and <c>no_proxy</c>, in lower or upper case. .NET also reads them, but it
/// connects directly if it does not understand a value. Here that is an error that names the variable.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly ProxyVariable? _http;
    private readonly ProxyVariable? _https;
    private readonly ProxyExceptions _exceptions;

    private EnvironmentProxy(ProxyVariable? http, ProxyVariable? https, ProxyExceptions exceptions)
    {
        (_http, _https, _exceptions) = (http, https, exceptions);
        Credentials = new CredentialsOf([http, https]);
    }

    public ICredentials? Credentials { get; set; }

    /// <summary>Returns the proxies of the environment; null if no variable names one.</summary>
    public static EnvironmentProxy? Of(Func<string, string?> environment)
    {
        // A web server hands the header "Proxy" of a request to its CGI programs as HTTP_PROXY (CVE-2016-5385).
        var isCgi = environment("GATEWAY_INTERFACE") is not null;
        var all = ProxyVariable.Find(environment, "all_proxy", "ALL_PROXY");
        var http = (isCgi ? ProxyVariable.Find(environment, "http_proxy") : ProxyVariable.Find(environment, "http_proxy", "HTTP_PROXY")) ?? all;
        var https = ProxyVariable.Find(environment, "https_proxy", "HTTPS_PROXY") ?? all;
        return http is null && https is null
            ? null
            : new(http, https, new(Value(environment, "no_proxy") ?? Value(environment, "NO_PROXY") ?? ""));
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : VariableFor(destination)?.Proxy?.Address;

    public bool IsBypassed(Uri host) => VariableFor(host) is null || _exceptions.Include(host);

    /// <exception cref="ModelDownloadException">The variable for this address does not name a proxy that can be used.</exception>
    public void EnsureUsable(Uri destination)
    {
        if (!IsBypassed(destination) && VariableFor(destination) is { Problem: { } problem } variable)
        {
            throw new ModelDownloadException(
                EdgeErrorCodes.DownloadUnreachable,
                $"The environment variable {variable.Name} {problem}, so {SafeAddress.Of(destination)} is not requested.",
                $"Correct {variable.Name} or unset it, or set EdgeAI:Proxy.",
                isTransient: false);
        }
    }

    private ProxyVariable? VariableFor(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? _https : _http;

    private static string? Value(Func<string, string?> environment, string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;

    private sealed record ProxyVariable(string Name, ProxyAddress? Proxy, string? Problem)
    {
        public static ProxyVariable? Find(Func<string, string?> environment, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (Value(environment, name) is { } value)
                    return new(name, ProxyAddress.Parse(value, out var problem), problem);
            }

            return null;
        }
    }

    private sealed class CredentialsOf(ProxyVariable?[] variables) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType) =>
            variables.FirstOrDefault(variable => variable?.Proxy is { Credentials: not null } proxy && proxy.Address.Equals(uri))?.Proxy!.Credentials;
    }
}
