using System.CommandLine;

namespace Edge.AI.Cli.Serving;

/// <summary>The options that say where a server listens, and who may use it.</summary>
internal sealed class AccessOptions
{
    /// <summary>The variable for a key, which other users of the machine cannot see in the list of processes.</summary>
    public const string KeyVariable = "EDGE_AI_API_KEY";

    private readonly Option<string[]> _urls = new("--urls") { Description = "Where to listen: http://HOST:PORT. Can be repeated, or separated by semicolons. Port 0 lets the system choose. Default: http://127.0.0.1:5000, which only this machine can reach.", HelpName = "URL" };

    private readonly Option<string[]> _keys = new("--api-key") { Description = $"A key that requests must send as 'Authorization: Bearer KEY'. Can be repeated. The variable {KeyVariable} does the same, and other users cannot see it in the list of processes.", HelpName = "KEY" };

    private readonly Option<bool> _withoutKey = new("--without-key") { Description = "Serve other machines although there is no key: everyone who reaches the address can use the models." };

    private readonly Option<string[]> _hosts = new("--allow-host") { Description = "A name under which other machines reach the server. Can be repeated. Default: every name, if --urls lets other machines in.", HelpName = "NAME" };

    private readonly Option<string[]> _origins = new("--allow-origin") { Description = "An origin whose web pages may use the server: https://HOST[:PORT]. Can be repeated. Default: none but the server's own page.", HelpName = "ORIGIN" };

    public IEnumerable<Option> All => [_urls, _keys, _withoutKey, _hosts, _origins];

    /// <exception cref="EdgeAIException">An option cannot be used, or other machines would be served without a key.</exception>
    public ServerAccess Read(ParseResult arguments)
    {
        string[] urls = [.. Values(_urls).SelectMany(url => url.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        string[] keys = [.. Values(_keys), .. Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? [key] : Array.Empty<string>()];
        return ServerAccess.Of(urls, keys, Values(_hosts), Values(_origins), arguments.GetValue(_withoutKey));

        string[] Values(Option<string[]> option) => arguments.GetValue(option) ?? [];
    }
}
