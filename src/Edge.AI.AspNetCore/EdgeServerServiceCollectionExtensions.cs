using Edge.AI.AspNetCore;
using Edge.AI.AspNetCore.Clients;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what the endpoints of Edge.AI share.</summary>
public static class EdgeServerServiceCollectionExtensions
{
    /// <summary>
    /// Binds the options of the endpoints to the configuration section <c>EdgeAI:Server</c>, validates them when the host starts, and lets the endpoints find services with keys.
    /// Without this call, the endpoints have the default options, and serve only services without a key. Safe to repeat.
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
        }

        if (configure is not null)
            services.Configure(configure);
        return services;
    }
}
