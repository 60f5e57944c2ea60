using Edge.AI;
using Edge.AI.Common;
using Edge.AI.Pipeline;
using Edge.AI.Retries;
using Edge.AI.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Registry;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the services that bring models onto this machine.</summary>
public static class EdgeModelProvisioningServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IModelProvisioner"/>, <see cref="IDownloadQueue"/>, <see cref="IModelStore"/>, <see cref="IRemoteFileReader"/>, <see cref="IModelHub"/> and <see cref="ModelCatalog"/>.
    /// A program that only downloads models needs nothing else. <c>AddEdgeChatClient</c> calls this method. Safe to repeat.
    /// </summary>
    /// <remarks>
    /// The options come from the configuration section <c>EdgeAI</c>, if a configuration is registered. Downloads use the HTTP client
    /// <see cref="ProvisioningOptions.HttpClientName"/>, the resilience pipeline <see cref="ProvisioningOptions.ResiliencePipelineName"/> and the registered <see cref="TimeProvider"/>.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options, after the configuration.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddEdgeModelProvisioning(this IServiceCollection services, Action<ProvisioningOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddProvisioningServices();
        if (configure is not null)
            services.Configure(configure);

        return services;
    }

    /// <summary>Adds the models of a catalogue to the registered <see cref="ModelCatalog"/>, and registers model provisioning.</summary>
    /// <param name="services">The services.</param>
    /// <param name="catalog">The catalogue, for example from <see cref="ModelCatalog.Load"/>.</param>
    /// <param name="conflict">What happens when a name is already in the catalogue. Default: <see cref="NameConflict.Throw"/>, when the host starts.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddEdgeModelCatalog(this IServiceCollection services, ModelCatalog catalog, NameConflict conflict = NameConflict.Throw)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(catalog);
        services.AddSingleton(new AddedCatalog(catalog, conflict));
        return services.AddEdgeModelProvisioning();
    }

    private static void AddProvisioningServices(this IServiceCollection services)
    {
        if (services.Any(service => service.ImplementationType == typeof(ProvisioningOptionsValidator)))
            return;

        services.AddOptionsWithValidateOnStart<ProvisioningOptions, ProvisioningOptionsValidator>()
            .Configure<IServiceProvider>((options, provider) => Bind(options, provider.GetService<IConfiguration>()))
            .PostConfigure(options => HuggingFace.Apply(options, Environment.GetEnvironmentVariable));
        services.AddSingleton<IOptionsChangeTokenSource<ProvisioningOptions>>(provider => new ValidatedChanges<ProvisioningOptions>(
            Options.Options.DefaultName, provider.GetService<IConfiguration>(), provider.GetRequiredService<IOptionsFactory<ProvisioningOptions>>(), LoggersOf(provider)));
        services.AddHttpClient(ProvisioningOptions.HttpClientName, DownloadHandler.Configure)
            .ConfigurePrimaryHttpMessageHandler(provider => DownloadHandler.Create(OptionsOf(provider)))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // Its connections have a lifetime of their own, and downloads last longer than the usual two minutes.
            .RemoveAllLoggers(); // Their lines would contain addresses with signatures.
        services.TryAddSingleton(TimeProvider.System);
        services.AddResiliencePipelineRegistry<string>();
        services.TryAddKeyedTransient(ProvisioningOptions.ResiliencePipelineName, (provider, _) => PipelineOf(provider));
        services.TryAddSingleton(CreateProvisioner);
        services.TryAddSingleton<IModelProvisioner>(provider => provider.GetRequiredService<ModelProvisioner>());
        services.TryAddSingleton(provider => provider.GetRequiredService<IModelProvisioner>() as IDownloadQueue ?? provider.GetRequiredService<ModelProvisioner>());
        services.TryAddSingleton(provider => provider.GetRequiredService<ModelProvisioner>().Store);
        services.TryAddSingleton<IRemoteFileReader>(provider => new RemoteFileReader(new(() => ClientOf(provider), OptionsOf(provider)), OptionsOf(provider), RetriesOf(provider), TimeOf(provider)));
        services.TryAddSingleton<IModelHub>(provider => new HuggingFaceHub(new(new(() => ClientOf(provider), OptionsOf(provider)), OptionsOf(provider), RetriesOf(provider), TimeOf(provider))));
        services.TryAddSingleton(provider => provider.GetServices<AddedCatalog>().Aggregate(ModelCatalog.BuiltIn, (all, added) => all.Merge(added.Catalog, added.Conflict)));
    }

    private static void Bind(ProvisioningOptions options, IConfiguration? configuration)
    {
        if (configuration?.GetSection(ProvisioningOptions.SectionName) is not { } section)
            return;

        List<string> problems =
        [
            .. ConfiguredValues.FindProblems(section, typeof(ProvisioningOptions), isOnly: false), // other parts of the library have keys in it as well
            .. ConfiguredValues.FindProblems(section.GetSection(nameof(options.Retry)), typeof(DownloadRetryOptions), isOnly: true),
        ];
        if (problems.Count > 0)
            throw new OptionsValidationException(Options.Options.DefaultName, typeof(ProvisioningOptions), problems);

        section.Bind(options);
    }

    private static ModelProvisioner CreateProvisioner(IServiceProvider provider)
    {
        var options = OptionsOf(provider);
        FollowChanges(options, provider.GetRequiredService<IOptionsMonitor<ProvisioningOptions>>(), LoggersOf(provider).CreateLogger(ConfigurationLog.Category));
        return ModelProvisioner.Create(options, () => ClientOf(provider), TimeOf(provider), LoggersOf(provider), downloads: PipelineOf(provider));
    }

    /// <summary>Applies changes of the configuration to the options in use. The app may have set them in code since, so only changed options are touched.</summary>
    private static void FollowChanges(ProvisioningOptions inUse, IOptionsMonitor<ProvisioningOptions> monitor, ILogger logger)
    {
        var before = monitor.CurrentValue;
        monitor.OnChange(after =>
        {
            var earlier = Interlocked.Exchange(ref before, after);
            OptionChanges.Apply(ProvisioningOptions.SectionName, earlier, after, inUse, logger);
            OptionChanges.Apply(ProvisioningOptionsValidator.RetrySection, earlier.Retry, after.Retry, inUse.Retry, logger);
        });
    }

    /// <summary>
    /// Gets the pipeline that the app has registered by name, or else the default one. In a registry, the first builder of a name wins, so the default one is added now,
    /// after everything that the app registered.
    /// </summary>
    private static ResiliencePipeline PipelineOf(IServiceProvider provider)
    {
        var registry = provider.GetRequiredService<ResiliencePipelineRegistry<string>>();
        registry.TryAddBuilder(ProvisioningOptions.ResiliencePipelineName, (builder, _) =>
        {
            builder.TimeProvider = TimeOf(provider);
            builder.AddModelDownloadRetry();
        });
        return registry.GetPipeline(ProvisioningOptions.ResiliencePipelineName);
    }

    private static DownloadRetries RetriesOf(IServiceProvider provider) => new(PipelineOf(provider), LoggersOf(provider).CreateLogger("Edge.AI.Provisioning"));

    private static ILoggerFactory LoggersOf(IServiceProvider provider) => provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;

    private static HttpClient ClientOf(IServiceProvider provider) => provider.GetRequiredService<IHttpClientFactory>().CreateClient(ProvisioningOptions.HttpClientName);

    private static ProvisioningOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<ProvisioningOptions>>().Value;

    private static TimeProvider TimeOf(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    private sealed record AddedCatalog(ModelCatalog Catalog, NameConflict Conflict);
}
