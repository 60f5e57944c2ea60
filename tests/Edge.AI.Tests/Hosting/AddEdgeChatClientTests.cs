using Edge.AI.Hosting;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Edge.AI.Tests.Hosting;

public sealed class AddEdgeChatClientTests : IDisposable
{
    private const string France = "What is the capital of France?";
    private const string Paris = "The capital of France is Paris.";

    private static readonly ChatOptions Greedy = new() { Temperature = 0 };

    private readonly TemporaryFolder _models = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task The_default_client_answers_with_no_network()
    {
        using var host = Build(services => services.AddEdgeChatClient());
        await host.StartAsync(Cancellation);

        var response = await host.Services.GetRequiredService<IChatClient>().GetResponseAsync(France, Greedy, Cancellation);

        response.Text.Should().Be(Paris);
        File.Exists(Path.Combine(_models.Path, "edge-tiny", "edge-tiny-q8_0.gguf")).Should().BeTrue("it went through the same pipeline as any model");
    }

    [Fact]
    public async Task A_client_s_callback_learns_that_memory_is_low()
    {
        List<MemoryPressure> calls = [];
        using var memory = new MemoryWatch(() => new(1000, 50), NullLoggerFactory.Instance, TimeProvider.System);
        using var host = Build(services => services.AddSingleton(memory).AddEdgeChatClient("edge-tiny", options => options.OnMemoryPressure = calls.Add));
        await host.Services.GetRequiredService<EdgeChatClient>().LoadAsync(Cancellation);

        await memory.CheckAsync();

        calls.Should().Equal(new MemoryPressure { UsedBytes = 950, LimitBytes = 1000 });
    }

    [Fact]
    public async Task Nothing_is_provisioned_before_the_first_request()
    {
        using var host = Build(services => services.AddEdgeChatClient());

        await host.StartAsync(Cancellation);
        host.Services.GetRequiredService<IChatClient>();

        Directory.EnumerateFileSystemEntries(_models.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData("phi-3", "phi-3-mini-4k-instruct")]
    [InlineData("PHI-3", "phi-3-mini-4k-instruct")]
    [InlineData("edge-tiny", "edge-tiny")]
    public void A_client_is_registered_by_id_or_alias(string name, string id)
    {
        using var host = Build(services => services.AddEdgeChatClient(name));

        host.Services.GetRequiredService<IChatClient>().GetService<ChatClientMetadata>()!.DefaultModelId.Should().Be(id);
    }

    [Fact]
    public void A_client_is_registered_by_model()
    {
        using var host = Build(services => services.AddEdgeChatClient(EdgeModels.Phi3));

        host.Services.GetRequiredService<IChatClient>().GetService<EdgeModel>().Should().Be(EdgeModels.Phi3);
    }

    [Fact]
    public void Keyed_clients_are_found_by_their_key_and_the_first_registered_is_the_default()
    {
        using var host = Build(services =>
        {
            services.AddEdgeChatClient("qwen3");
            services.AddEdgeChatClient("phi-3");
            services.AddEdgeChatClient("smollm2");
            services.AddKeyedEdgeChatClient("small", "smollm2");
            services.AddKeyedEdgeChatClient("tiny");
        });

        Id(host.Services.GetRequiredKeyedService<IChatClient>("small")).Should().Be("smollm2-1.7b-instruct");
        Id(host.Services.GetRequiredKeyedService<IChatClient>("tiny")).Should().Be("edge-tiny");
        Id(host.Services.GetRequiredService<IChatClient>()).Should().Be("qwen3-4b");
        host.Services.GetServices<IChatClient>().Select(Id).Should().BeEquivalentTo("qwen3-4b", "phi-3-mini-4k-instruct", "smollm2-1.7b-instruct");
    }

    [Fact]
    public void Registering_twice_is_registering_once_with_both_configurations()
    {
        using var host = Build(services =>
        {
            services.AddEdgeChatClient("phi-3", options => options.ContextSize = 1024);
            services.AddEdgeChatClient("phi-3", options => options.Threads = 1);
        });

        host.Services.GetServices<IChatClient>().Should().ContainSingle();
        OptionsOf(host, "phi-3").Should().BeEquivalentTo(new { ContextSize = 1024, Threads = 1 });
    }

    [Fact]
    public void The_embedded_model_is_configured_without_naming_it()
    {
        using var host = Build(services =>
        {
            services.AddEdgeChatClient(options => options.Threads = 1);
            services.AddKeyedEdgeChatClient("key", options => options.Threads = 2);
        });

        (OptionsOf(host, "edge-tiny").Threads, OptionsOf(host, "key").Threads).Should().Be((1, 2));
    }

    [Fact]
    public async Task An_unknown_model_ends_the_start_of_the_host_and_names_the_nearest()
    {
        using var host = Build(services => services.AddEdgeChatClient("phi-33"));

        var error = (await FluentActions.Awaiting(() => host.StartAsync(Cancellation)).Should().ThrowAsync<ModelNotFoundException>()).Which;

        error.Code.Should().Be("EDGE_MODEL_UNKNOWN");
        error.Nearest.Should().Contain("phi-3");
        error.Hint.Should().Contain("'phi-3'");
    }

    [Fact]
    public async Task A_model_that_only_embeds_is_no_chat_client()
    {
        using var host = Build(services => services.AddEdgeChatClient("all-minilm-l6-v2"));

        await FluentActions.Awaiting(() => host.StartAsync(Cancellation)).Should().ThrowAsync<EdgeOptionException>();
    }

    [Fact]
    public async Task An_option_out_of_range_ends_the_start_of_the_host()
    {
        using var host = Build(services => services.AddEdgeChatClient("phi-3", options => options.ContextSize = 1));

        (await FluentActions.Awaiting(() => host.StartAsync(Cancellation)).Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain("ContextSize");
    }

    [Fact]
    public void Options_come_from_configuration_by_model_or_key_and_code_has_the_last_word()
    {
        using var host = Build(
            services =>
            {
                services.AddEdgeChatClient("phi-3", options => options.Threads = 2);
                services.AddKeyedEdgeChatClient("small", "smollm2");
            },
            ("EdgeAI:Clients:phi-3:ContextSize", "2048"),
            ("EdgeAI:Clients:phi-3:Threads", "1"),
            ("EdgeAI:Clients:small:MaxConcurrency", "3"));

        OptionsOf(host, "phi-3").Should().BeEquivalentTo(new { ContextSize = 2048, Threads = 2 });
        OptionsOf(host, "small").MaxConcurrency.Should().Be(3);
    }

    [Fact]
    public async Task Configuration_of_a_client_that_does_not_exist_ends_the_start_of_the_host()
    {
        using var host = Build(services => services.AddEdgeChatClient("phi-3"), ("EdgeAI:Clients:phi3:ContextSize", "2048"));

        (await FluentActions.Awaiting(() => host.StartAsync(Cancellation)).Should().ThrowAsync<OptionsValidationException>())
            .Which.Message.Should().Contain("EdgeAI:Clients:phi3").And.Contain("phi-3");
    }

    [Fact]
    public async Task A_chat_template_of_ones_own_replaces_the_models()
    {
        using var host = Build(services => services.AddEdgeChatClient("edge-tiny", options => options.ChatTemplate = "<|im_start|>user\nWhat is 2 + 3?<|im_end|>\n<|im_start|>assistant{{ '\\n' }}"));

        (await host.Services.GetRequiredService<IChatClient>().GetResponseAsync(France, Greedy, Cancellation)).Text.Should().Be("2 + 3 = 5");
    }

    [Fact]
    public async Task A_broken_chat_template_is_an_error_with_line_and_column()
    {
        using var host = Build(services => services.AddEdgeChatClient("edge-tiny", options => options.ChatTemplate = "line one\n{{ nothing | no_such_filter }}"));
        var asking = () => host.Services.GetRequiredService<IChatClient>().GetResponseAsync(France, Greedy, Cancellation);

        (await asking.Should().ThrowAsync<ModelValidationException>()).Which.Message.Should().Contain("line 2");
    }

    [Fact]
    public async Task It_works_on_bare_services_too()
    {
        var services = new ServiceCollection().Configure<ProvisioningOptions>(options => options.ModelDirectory = _models.Path);
        services.AddEdgeChatClient();
        await using var provider = services.BuildServiceProvider();

        (await provider.GetRequiredService<IChatClient>().GetResponseAsync(France, Greedy, Cancellation)).Text.Should().Be(Paris);
    }

    [Fact]
    public async Task A_ModelId_is_served_by_the_client_registered_for_it()
    {
        using var host = Build(services =>
        {
            services.AddKeyedEdgeChatClient("tiny");
            services.AddEdgeChatClient("phi-3");
        });

        var response = await host.Services.GetRequiredService<IChatClient>().GetResponseAsync(France, new() { ModelId = "edge-tiny", Temperature = 0 }, Cancellation);

        (response.Text, response.ModelId).Should().Be((Paris, "edge-tiny"));
    }

    [Fact]
    public async Task A_ModelId_of_the_catalogue_that_was_not_registered_is_a_clear_error()
    {
        using var host = Build(services => services.AddEdgeChatClient());
        var asking = () => host.Services.GetRequiredService<IChatClient>().GetResponseAsync(France, new() { ModelId = "phi-3" }, Cancellation);

        (await asking.Should().ThrowAsync<EdgeOptionException>()).Which.Hint.Should().Contain("AddEdgeChatClient(\"phi-3\")");
    }

    [Fact]
    public void An_added_catalogue_is_known_by_id()
    {
        using var host = Build(services => services.AddEdgeModelCatalog(new([EdgeModels.EdgeTiny with { Id = "mine", Aliases = [] }])).AddEdgeChatClient("mine"));

        Id(host.Services.GetRequiredService<IChatClient>()).Should().Be("mine");
    }

    [Fact]
    public async Task Catalogues_whose_ids_clash_end_the_start_of_the_host_unless_one_replaces_the_other()
    {
        ModelCatalog mine = new([EdgeModels.EdgeTiny with { DisplayName = "Mine" }]);
        using var clashing = Build(services => services.AddEdgeModelCatalog(mine).AddEdgeChatClient("edge-tiny"));
        using var replacing = Build(services => services.AddEdgeModelCatalog(mine, NameConflict.Replace).AddEdgeChatClient("edge-tiny"));

        (await FluentActions.Awaiting(() => clashing.StartAsync(Cancellation)).Should().ThrowAsync<Exception>()).Which.Message.Should().Contain("edge-tiny");
        replacing.Services.GetRequiredService<IChatClient>().GetService<EdgeModel>()!.DisplayName.Should().Be("Mine");
    }

    [Fact]
    public async Task Disposing_a_client_from_the_container_leaves_the_shared_model_alone()
    {
        using var host = Build(services =>
        {
            services.AddEdgeChatClient();
            services.AddKeyedEdgeChatClient("other");
        });
        host.Services.GetRequiredService<IChatClient>().Dispose();

        (await host.Services.GetRequiredKeyedService<IChatClient>("other").GetResponseAsync(France, Greedy, Cancellation)).Text.Should().Be(Paris);
    }

    private static string? Id(IChatClient client) => client.GetService<EdgeModel>()?.Id;

    private static EdgeChatClientOptions OptionsOf(IHost host, string name) => host.Services.GetRequiredService<IOptionsMonitor<EdgeChatClientOptions>>().Get(name);

    [Fact]
    public async Task A_scoped_pipeline_over_the_containers_client_works_in_every_scope()
    {
        using var host = Build(services =>
        {
            services.AddEdgeChatClient();
            services.AddKeyedScoped<IChatClient>("scoped", (provider, _) => new Pipeline(provider.GetRequiredService<IChatClient>()));
        });

        for (var i = 0; i < 2; i++)
        {
            await using var scope = host.Services.CreateAsyncScope();
            (await scope.ServiceProvider.GetRequiredKeyedService<IChatClient>("scoped").GetResponseAsync(France, Greedy, Cancellation)).Text.Should().Be(Paris);
        }
    }

    [Fact]
    public async Task The_containers_client_ends_with_the_container()
    {
        var host = Build(services => services.AddEdgeChatClient());
        var client = host.Services.GetRequiredService<IChatClient>();
        await client.GetResponseAsync(France, Greedy, Cancellation);

        host.Dispose();

        await FluentActions.Awaiting(() => client.GetResponseAsync(France, Greedy, Cancellation)).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Every_service_that_a_container_owns_can_be_disposed_of_both_ways()
    {
        foreach (var isAsync in new[] { false, true })
        {
            var services = new ServiceCollection();
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("EdgeAI:ModelDirectory", (string?)_models.Path)]).Build());
            services.AddEdgeChatClient();
            services.AddKeyedEdgeChatClient("key");
            var provider = services.BuildServiceProvider();
            var made = services.Where(service => !service.ServiceType.IsGenericTypeDefinition).SelectMany(service => service.IsKeyedService
                ? provider.GetKeyedServices(service.ServiceType, service.ServiceKey)
                : provider.GetServices(service.ServiceType)).ToList();

            made.Should().Contain(service => service is EdgeChatClient);
            made.Where(service => service is IAsyncDisposable and not IDisposable).Select(service => service!.GetType()).Should().BeEmpty();
            if (isAsync)
                await provider.DisposeAsync();
            else
                FluentActions.Invoking(provider.Dispose).Should().NotThrow();
        }
    }

    /// <summary>What every step of a ChatClientBuilder is: its scope ends it, and it ends the client inside.</summary>
    private sealed class Pipeline(IChatClient inner) : DelegatingChatClient(inner);

    private IHost Build(Action<IServiceCollection> register, params (string Key, string Value)[] configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(configuration.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.Configuration["EdgeAI:ModelDirectory"] = _models.Path;
        builder.Configuration["EdgeAI:Offline"] = "true";
        register(builder.Services);
        return builder.Build();
    }
}
