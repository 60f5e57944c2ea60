using Edge.AI;
using Edge.AI.Chat;
using Edge.AI.Chat.Answers;
using Edge.AI.Common;
using Edge.AI.Embeddings;
using Edge.AI.Hosting;
using Edge.AI.Platform;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers chat clients whose models run in this process.</summary>
/// <remarks>
/// Each method registers one <see cref="IChatClient"/>, a singleton, and returns its <see cref="ChatClientBuilder"/>. Middleware that is added to the builder becomes part
/// of that client: <c>services.AddEdgeChatClient("phi-3").UseFunctionInvocation().UseOpenTelemetry()</c>. The <see cref="EdgeChatClient"/> beneath the middleware is
/// registered as well, with the same key. A repeated call with the same key and model registers nothing new and returns the same builder, so its middleware is added to the same
/// pipeline; <c>configure</c> is applied in addition. If several models are registered without a key, the first one is the default <see cref="IChatClient"/>.
/// The others are in <c>GetServices&lt;IChatClient&gt;()</c>, and serve requests whose <see cref="ChatOptions.ModelId"/> names them, beneath the middleware of the client that was asked.
/// </remarks>
public static class EdgeAIServiceCollectionExtensions
{
    /// <summary>
    /// Registers an <see cref="IChatClient"/> for the embedded default model <c>edge-tiny</c>, which ships with the library and needs no network.
    /// The model is meant for tests and first steps, not for production.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Clients:edge-tiny</c>.</param>
    /// <returns>The builder of the client's pipeline.</returns>
    public static ChatClientBuilder AddEdgeChatClient(this IServiceCollection services, Action<EdgeChatClientOptions>? configure = null) =>
        services.AddEdgeChatClient(EdgeModels.EdgeTiny, configure);

    /// <summary>
    /// Registers an <see cref="IChatClient"/> for a model of the catalogue. The first request downloads, verifies and loads the model;
    /// all clients with the same model and options share it. It is safe to call this method again.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="modelId">An id or alias, for example <c>phi-3</c>. An unknown id fails with <c>EDGE_MODEL_UNKNOWN</c> when the host starts.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Clients:MODELID</c>.</param>
    /// <returns>The builder of the client's pipeline. A repeated call returns the same builder.</returns>
    public static ChatClientBuilder AddEdgeChatClient(this IServiceCollection services, string modelId, Action<EdgeChatClientOptions>? configure = null) =>
        services.AddKeyedEdgeChatClient(key: null, modelId, configure);

    /// <inheritdoc cref="AddEdgeChatClient(IServiceCollection, string, Action{EdgeChatClientOptions}?)" />
    /// <param name="services">The services.</param>
    /// <param name="model">The model, for example <c>EdgeModels.Phi3</c>; it does not have to be in a catalogue.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Clients:ID</c>.</param>
    /// <returns>The builder of the client's pipeline. A repeated call returns the same builder.</returns>
    public static ChatClientBuilder AddEdgeChatClient(this IServiceCollection services, EdgeModel model, Action<EdgeChatClientOptions>? configure = null) =>
        services.AddKeyedEdgeChatClient(key: null, model, configure);

    /// <summary>Registers a keyed <see cref="IChatClient"/> for the embedded default model <c>edge-tiny</c>; otherwise like <see cref="AddEdgeChatClient(IServiceCollection, Action{EdgeChatClientOptions}?)"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The service key; <see langword="null"/> registers the client without a key.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Clients:KEY</c>.</param>
    /// <returns>The builder of the client's pipeline. A repeated call returns the same builder.</returns>
    public static ChatClientBuilder AddKeyedEdgeChatClient(this IServiceCollection services, object? key, Action<EdgeChatClientOptions>? configure = null) =>
        services.AddKeyedEdgeChatClient(key, EdgeModels.EdgeTiny, configure);

    /// <summary>Registers a keyed <see cref="IChatClient"/> for a model of the catalogue, like <see cref="AddEdgeChatClient(IServiceCollection, string, Action{EdgeChatClientOptions}?)"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The service key. <see langword="null"/> registers the client without a key.</param>
    /// <param name="modelId">An id or alias.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Clients:KEY</c>.</param>
    /// <returns>The builder of the client's pipeline. A repeated call returns the same builder.</returns>
    public static ChatClientBuilder AddKeyedEdgeChatClient(this IServiceCollection services, object? key, string modelId, Action<EdgeChatClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        return services.Register(new(key, modelId, model: null), configure);
    }

    /// <summary>Registers a keyed <see cref="IChatClient"/> for a model, like <see cref="AddEdgeChatClient(IServiceCollection, EdgeModel, Action{EdgeChatClientOptions}?)"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The service key; <see langword="null"/> registers the client without a key.</param>
    /// <param name="model">The model; it does not have to be in a catalogue.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Clients:KEY</c>.</param>
    /// <returns>The builder of the client's pipeline. A repeated call returns the same builder.</returns>
    public static ChatClientBuilder AddKeyedEdgeChatClient(this IServiceCollection services, object? key, EdgeModel model, Action<EdgeChatClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(model);
        return services.Register(new(key, model.Id, model), configure);
    }

    /// <summary>Registers everything that clients need. Safe to repeat.</summary>
    internal static IServiceCollection AddEdgeAI(this IServiceCollection services)
    {
        services.AddLogging();
        services.AddEdgeModelProvisioning();
        services.TryAddSingleton(provider => new MemoryWatch(MachineMemory.Read, provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddMemoryBudget();
        services.TryAddSingleton<ModelHostPool>();
        services.TryAddSingleton<AnswerGrammars>();
        services.TryAddSingleton<ChatServices>();
        services.TryAddSingleton<ClientRegistry<EdgeChatClient, EdgeChatClientOptions>>();
        services.TryAddSingleton<IChatClientRouter, ChatClientRouter>();
        services.TryAddSingleton<EmbeddingServices>();
        services.TryAddSingleton<ClientRegistry<EdgeEmbeddingGenerator, EdgeEmbeddingGeneratorOptions>>();
        services.TryAddSingleton<IEmbeddingGeneratorRouter, EmbeddingGeneratorRouter>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ModelStartup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ModelShutdown>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EdgeChatClientOptions>, ClientOptionsValidator<EdgeChatClient, EdgeChatClientOptions>>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EdgeEmbeddingGeneratorOptions>, ClientOptionsValidator<EdgeEmbeddingGenerator, EdgeEmbeddingGeneratorOptions>>());
        return services;
    }

    private static void AddMemoryBudget(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ModelBudget)))
            return;

        services.AddOptionsWithValidateOnStart<EdgeAIOptions, EdgeAIOptionsValidator>()
            .Configure<IServiceProvider>((options, provider) => Bind(options, provider.GetService<IConfiguration>()?.GetSection(ProvisioningOptions.SectionName)));
        services.AddSingleton<IOptionsChangeTokenSource<EdgeAIOptions>>(provider => new ValidatedChanges<EdgeAIOptions>(
            Options.Options.DefaultName, provider.GetService<IConfiguration>(), provider.GetRequiredService<IOptionsFactory<EdgeAIOptions>>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptionsMonitor<EdgeAIOptions>>();
            return new ModelBudget(() => options.CurrentValue.MemoryBudget);
        });
    }

    private static ChatClientBuilder Register(this IServiceCollection services, ChatClientRegistration wanted, Action<EdgeChatClientOptions>? configure) =>
        services.AddEdgeAI().Register<ChatClientRegistration, EdgeChatClient, EdgeChatClientOptions>(wanted, configure).Pipeline;

    private static void Bind(EdgeAIOptions options, IConfigurationSection? section)
    {
        if (section is null)
            return;
        if (ConfiguredValues.FindProblems(section, typeof(EdgeAIOptions), isOnly: false).ToList() is [_, ..] problems)
            throw new OptionsValidationException(Options.Options.DefaultName, typeof(EdgeAIOptions), problems);

        section.Bind(options);
    }
}
