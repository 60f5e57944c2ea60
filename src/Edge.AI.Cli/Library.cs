using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Cli;

/// <summary>The library as a command line configures it.</summary>
/// <param name="settings">Settings of the section EdgeAI. They override environment variables such as <c>EdgeAI__StallTimeout</c>.</param>
/// <param name="catalogs">The catalogues to add to the built-in one. The last one wins.</param>
/// <param name="verbose">Whether to log, to standard error.</param>
/// <param name="json">Whether log lines are JSON.</param>
internal sealed class Library(IEnumerable<KeyValuePair<string, string?>> settings, IReadOnlyList<ModelCatalog> catalogs, bool verbose, bool json)
{
    /// <summary>Creates a container with the library.</summary>
    /// <param name="add">Registers more services, such as chat clients.</param>
    public ServiceProvider Build(Action<IServiceCollection>? add = null)
    {
        var services = new ServiceCollection();
        AddTo(services);
        add?.Invoke(services);
        return services.BuildServiceProvider();
    }

    /// <summary>Registers the library.</summary>
    /// <param name="services">The services of a host.</param>
    /// <param name="level">The lowest level that is logged without --verbose.</param>
    /// <param name="isLogged">Whether anything is logged now without --verbose. Default: always.</param>
    public void AddTo(IServiceCollection services, LogLevel level = LogLevel.None, Func<bool>? isLogged = null)
    {
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{ProvisioningOptions.SectionName}:{setting.Key}", setting.Value)))
            .Build());
        services.AddLogging();
        services.AddEdgeModelProvisioning();
        foreach (var catalog in catalogs)
            services.AddEdgeModelCatalog(catalog, NameConflict.Replace);
        if (verbose || level < LogLevel.None)
            services.AddLogging(LogToStandardError);
        if (!verbose)
            services.AddLogging(logging => logging
                .AddFilter(logged => logged >= level && (isLogged is null || isLogged()))
                .AddFilter("Edge.AI.Native", LogLevel.None)); // llama.cpp's own lines, also about steps that were interrupted on purpose; its errors are in exceptions
    }

    private void LogToStandardError(ILoggingBuilder logging)
    {
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (json)
            logging.AddJsonConsole();
        else
            logging.AddSimpleConsole(console => console.SingleLine = true);
    }
}
