using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Cli;

/// <summary>Registers the library for one command.</summary>
internal static class Services
{
    /// <param name="settings">Settings of the section EdgeAI. They override environment variables such as <c>EdgeAI__StallTimeout</c>.</param>
    /// <param name="catalogs">The catalogues to add to the built-in one. The last one wins.</param>
    /// <param name="verbose">Whether to log, to standard error.</param>
    /// <param name="json">Whether log lines are JSON.</param>
    public static ServiceProvider Build(IEnumerable<KeyValuePair<string, string?>> settings, IEnumerable<ModelCatalog> catalogs, bool verbose, bool json)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{ProvisioningOptions.SectionName}:{setting.Key}", setting.Value)))
            .Build());
        services.AddLogging();
        services.AddEdgeModelProvisioning();
        foreach (var catalog in catalogs)
            services.AddEdgeModelCatalog(catalog, NameConflict.Replace);
        if (verbose)
            services.AddLogging(logging => LogToStandardError(logging, json));

        return services.BuildServiceProvider();
    }

    private static void LogToStandardError(ILoggingBuilder logging, bool json)
    {
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (json)
            logging.AddJsonConsole();
        else
            logging.AddSimpleConsole(console => console.SingleLine = true);
    }
}
