using System.Diagnostics.CodeAnalysis;
using Edge.AI.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

/// <summary>Registers a chat client or an embedding generator with its options, its configuration and its health check.</summary>
internal static class ClientServices
{
    /// <summary>The section with the settings of all models.</summary>
    public const string Section = "EdgeAI";

    /// <summary>Whose llama.cpp all clients use. The section of a client can override it.</summary>
    public const string RuntimeKey = $"{Section}:{nameof(SharedSettings.Runtime)}";

    /// <summary>What binding and comparing options needs after trimming.</summary>
    public const DynamicallyAccessedMemberTypes Bound = DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.PublicProperties;

    /// <summary>Registers a client, unless it is registered already.</summary>
    /// <returns>The first registration with this key and model.</returns>
    public static TRegistration Register<TRegistration, TClient, [DynamicallyAccessedMembers(Bound)] TOptions>(this IServiceCollection services, TRegistration wanted, Action<TOptions>? configure)
        where TRegistration : ClientRegistration<TClient, TOptions>
        where TClient : class, IModelClient<TOptions>
        where TOptions : class, IModelOptions<TOptions>
    {
        var earlier = services.Where(service => !service.IsKeyedService).Select(service => service.ImplementationInstance).OfType<TRegistration>().FirstOrDefault(wanted.IsRepetitionOf);
        if (earlier is null)
            services.AddNew(wanted);

        var options = services.AddOptions<TOptions>(wanted.Name).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        return earlier ?? wanted;
    }

    private static void AddNew<TClient, [DynamicallyAccessedMembers(Bound)] TOptions>(this IServiceCollection services, ClientRegistration<TClient, TOptions> registration)
        where TClient : class, IModelClient<TOptions>
        where TOptions : class, IModelOptions<TOptions>
    {
        services.AddSingleton(registration);
        services.AddSingleton<IConfigureOptions<TOptions>>(provider => new ConfigureNamedOptions<TOptions>(
            registration.Name,
            options => Bind(options, registration.Name, provider.GetService<IConfiguration>())));
        services.AddSingleton<IOptionsChangeTokenSource<TOptions>>(provider => new ValidatedChanges<TOptions>(
            registration.Name, provider.GetService<IConfiguration>(), provider.GetRequiredService<IOptionsFactory<TOptions>>(), provider.GetRequiredService<ILoggerFactory>()));
        services.Configure<HealthCheckServiceOptions>(checks => checks.Registrations.Add(registration.HealthCheckBeside(checks.Registrations))); // has no effect without AddHealthChecks
        services.AddBelowFirst(typeof(TClient), registration.Key, registration.GetClient);
        registration.AddPipeline(services);
    }

    private static void Bind<[DynamicallyAccessedMembers(Bound)] TOptions>(TOptions options, string name, IConfiguration? configuration)
        where TOptions : class, IModelOptions<TOptions>
    {
        if (configuration is null)
            return;

        var section = configuration.GetSection($"{TOptions.Section}:{name}");
        List<string> problems = [.. ConfiguredValues.FindProblems(configuration.GetSection(Section), typeof(SharedSettings), isOnly: false), .. TOptions.FindProblems(section)];
        if (problems.Count > 0)
            throw new OptionsValidationException(name, typeof(TOptions), problems);

        if (configuration.GetValue<EdgeRuntime?>(RuntimeKey) is { } runtime)
            options.Runtime = runtime;
        TOptions.Bind(section, options);
    }

    /// <summary>Adds a singleton that does not replace an earlier one with the same key: the container resolves the last descriptor, so a later registration is inserted before it.</summary>
    public static void AddBelowFirst(this IServiceCollection services, Type type, object? key, Func<IServiceProvider, object> create)
    {
        // A keyed service with a null key is a service without one.
        var service = ServiceDescriptor.KeyedSingleton(type, key, (provider, _) => create(provider));
        for (var last = services.Count - 1; last >= 0; last--)
        {
            if (services[last].ServiceType == type && Equals(services[last].ServiceKey, key))
            {
                services.Insert(last, service);
                return;
            }
        }

        services.Add(service);
    }
}
