using Edge.AI.AspNetCore;
using Edge.AI.AspNetCore.Clients;
using Edge.AI.AspNetCore.Protection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what the endpoints of Edge.AI share.</summary>
public static class EdgeServerServiceCollectionExtensions
{
    /// <summary>
    /// Binds the options of the endpoints to the configuration section <c>EdgeAI:Server</c>, validates them when the host starts, and lets the endpoints find services with keys.
    /// Registers a health check with the tag <c>ready</c> that fails when the server begins to stop. Without this call, the endpoints have the default options, and serve only services
    /// without a key. Safe to repeat.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options, after the configuration.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddEdgeServer(this IServiceCollection services, Action<EdgeServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!services.Any(service => service.ServiceType == typeof(RegisteredKeys)))
        {
            services.AddSingleton(new RegisteredKeys(services));
            services.AddSingleton<IValidateOptions<EdgeServerOptions>, EdgeServerOptionsValidator>();
            services.AddOptions<EdgeServerOptions>()
                .Configure<IConfiguration>((options, configuration) => configuration.GetSection(EdgeServerOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<ServerDrain>();
            services.AddHostedService(static provider => provider.GetRequiredService<ServerDrain>());
            services.Configure<HealthCheckServiceOptions>(static checks => checks.Registrations.Add(
                new(ServerDrain.CheckName, static provider => provider.GetRequiredService<ServerDrain>(), failureStatus: null, ServerDrain.Tags))); // has no effect without AddHealthChecks
        }

        if (configure is not null)
            services.Configure(configure);
        return services;
    }
}
