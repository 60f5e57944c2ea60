using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.Cli.Server;

/// <summary>What a server needs to know.</summary>
internal sealed record ServerSettings
{
    /// <summary>Where it listens: <c>http://HOST:PORT</c>.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Registers the models and their options.</summary>
    public required Action<IServiceCollection> AddModels { get; init; }

    /// <summary>Sets the options of the endpoints, after the configuration.</summary>
    public required Action<AspNetCore.EdgeServerOptions> Protect { get; init; }

    /// <summary>Called after each request that does work.</summary>
    public required Action<ServedRequest> OnRequest { get; init; }
}

/// <summary>A request that was answered, or that failed.</summary>
internal sealed record ServedRequest(string Method, string Path, int Status, TimeSpan Duration);
