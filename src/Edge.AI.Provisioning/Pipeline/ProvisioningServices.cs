using Edge.AI.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Edge.AI.Pipeline;

internal static class ProvisioningServices
{
    /// <summary>Registers provisioning; safe to repeat.</summary>
    public static IServiceCollection AddModelProvisioning(this IServiceCollection services)
    {
        if (services.Any(service => service.ImplementationType == typeof(ProvisioningOptionsValidator)))
            return services;

        services.AddOptionsWithValidateOnStart<ProvisioningOptions, ProvisioningOptionsValidator>()
            .Configure<IServiceProvider>((options, provider) => provider.GetService<IConfiguration>()?.GetSection(ProvisioningOptions.SectionName).Bind(options))
            .PostConfigure(options => HuggingFace.Apply(options, Environment.GetEnvironmentVariable));
        services.AddHttpClient(ModelProvisioning.HttpClientName, ModelProvisioning.Configure)
            .ConfigurePrimaryHttpMessageHandler(provider => HandlerOf(OptionsOf(provider)))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // Its connections have a lifetime of their own, and downloads last longer than the usual two minutes.
            .RemoveAllLoggers(); // Its lines would name addresses that we keep out of logs.
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IModelProvisioner>(provider => ModelProvisioning.CreateProvisioner(
            OptionsOf(provider), () => provider.GetRequiredService<IHttpClientFactory>().CreateClient(ModelProvisioning.HttpClientName), TimeOf(provider), LoggersOf(provider)));
        services.TryAddSingleton<IModelStore>(provider => ModelProvisioning.CreateStore(OptionsOf(provider), TimeOf(provider), LoggersOf(provider)));
        services.TryAddSingleton(provider => ModelProvisioning.CreateLeases(OptionsOf(provider), TimeOf(provider), LoggersOf(provider)));
        return services;
    }

    private static SocketsHttpHandler HandlerOf(ProvisioningOptions options) => DownloadHandler.Create(options.Proxy, DownloadHandler.ConnectTimeoutFor(options.StallTimeout));

    private static ProvisioningOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<ProvisioningOptions>>().Value;

    private static TimeProvider TimeOf(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    private static ILoggerFactory LoggersOf(IServiceProvider provider) => provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
}
