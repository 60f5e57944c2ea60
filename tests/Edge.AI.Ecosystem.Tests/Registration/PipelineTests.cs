using Edge.AI.Ecosystem.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.Ecosystem.Tests.Registration;

/// <summary>The registration with the real container.</summary>
public sealed class PipelineTests
{
    private const string France = "What is the capital of France?";
    private const string Paris = "The capital of France is Paris.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("key")]
    public async Task The_container_has_one_client_the_pipeline_over_the_models_client(string? key)
    {
        var services = new ServiceCollection();
        services.AddTiny(key).UseFunctionInvocation().UseOpenTelemetry().UseLogging();
        await using var provider = Validated(services);

        var client = provider.GetKeyedServices<IChatClient>(key).Should().ContainSingle().Subject;

        client.Should().BeOfType<FunctionInvokingChatClient>();
        client.GetService<OpenTelemetryChatClient>().Should().NotBeNull();
        client.GetService<LoggingChatClient>().Should().NotBeNull();
        client.GetService<EdgeChatClient>().Should().BeSameAs(provider.GetRequiredKeyedService<EdgeChatClient>(key));
        (await client.GetResponseAsync(France, new() { Temperature = 0 }, Cancellation)).Text.Should().Be(Paris);
    }

    [Fact]
    public void Without_middleware_the_pipeline_is_the_models_client()
    {
        var services = new ServiceCollection();
        services.AddTiny();
        using var provider = Validated(services);

        provider.Chat().Should().BeSameAs(provider.GetRequiredService<EdgeChatClient>());
    }

    [Fact]
    public void A_repeated_registration_adds_nothing_and_returns_the_same_pipeline()
    {
        var services = new ServiceCollection();
        var first = services.AddEdgeChatClient("phi-3");
        var keyed = services.AddKeyedEdgeChatClient("key", EdgeModels.Phi3);
        var count = services.Count(service => !IsOptions(service));

        services.AddEdgeChatClient("phi-3").Should().BeSameAs(first);
        services.AddKeyedEdgeChatClient("key", EdgeModels.Phi3).Should().BeSameAs(keyed).And.NotBeSameAs(first);

        services.Count(service => !IsOptions(service)).Should().Be(count);
    }

    [Fact]
    public void Middleware_of_a_repeated_registration_is_not_lost()
    {
        var services = new ServiceCollection();
        services.AddTiny();
        services.AddTiny().UseFunctionInvocation();
        using var provider = Validated(services);

        provider.GetServices<IChatClient>().Should().ContainSingle().Which.GetService<FunctionInvokingChatClient>().Should().NotBeNull();
    }

    [Fact]
    public void A_later_client_replaces_neither_an_earlier_one_of_ours_nor_one_of_the_app()
    {
        using var of = new AppsClient();
        var services = new ServiceCollection();
        services.AddChatClient(of);
        services.AddEdgeChatClient("phi-3");
        services.AddKeyedEdgeChatClient("key", "phi-3");
        services.AddKeyedEdgeChatClient("key", "qwen3").UseFunctionInvocation();
        using var provider = Validated(services);

        provider.Chat().Should().BeSameAs(of);
        provider.GetServices<IChatClient>().Select(client => client.GetService<EdgeModel>()?.Id).Should().Equal("phi-3-mini-4k-instruct", null);
        provider.GetRequiredKeyedService<IChatClient>("key").GetService<EdgeModel>()!.Id.Should().Be("phi-3-mini-4k-instruct");
        provider.GetRequiredKeyedService<EdgeChatClient>("key").GetService<EdgeModel>()!.Id.Should().Be("phi-3-mini-4k-instruct");
    }

    [Fact]
    public async Task A_request_for_another_registered_model_runs_beneath_the_middleware_of_the_client_that_was_asked()
    {
        var (first, second) = (0, 0);
        var services = new ServiceCollection();
        services.AddEdgeChatClient("phi-3").Use((messages, options, next, token) => { first++; return next(messages, options, token); });
        services.AddTiny().Use((messages, options, next, token) => { second++; return next(messages, options, token); });
        await using var provider = Validated(services);

        var response = await provider.Chat().GetResponseAsync(France, new() { ModelId = "edge-tiny", Temperature = 0 }, Cancellation);

        (response.Text, first, second).Should().Be((Paris, 1, 0));
    }

    [Fact]
    public async Task All_scopes_share_the_client_and_none_ends_it()
    {
        var services = new ServiceCollection();
        services.AddTiny().UseFunctionInvocation();
        services.AddScoped(provider => new Consumer(provider.Chat()));
        await using var provider = Validated(services);
        List<IChatClient> seen = [];

        for (var i = 0; i < 2; i++)
        {
            await using var scope = provider.CreateAsyncScope();
            seen.Add(scope.ServiceProvider.GetRequiredService<Consumer>().Chat);
            (await seen[^1].GetResponseAsync(France, new() { Temperature = 0 }, Cancellation)).Text.Should().Be(Paris);
        }

        seen[0].Should().BeSameAs(seen[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_pipeline_ends_with_its_container(bool isAsync)
    {
        var provider = TinyServices.With(client => client.UseFunctionInvocation().UseOpenTelemetry().UseLogging());
        var client = provider.Chat();
        await client.GetResponseAsync(France, cancellationToken: Cancellation);

        if (isAsync)
            await provider.DisposeAsync();
        else
            provider.Dispose();

        await FluentActions.Awaiting(() => client.GetResponseAsync(France, cancellationToken: Cancellation)).Should().ThrowAsync<ObjectDisposedException>();
    }

    private static ServiceProvider Validated(IServiceCollection services) => services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    // Every call validates and configures its options.
    private static bool IsOptions(ServiceDescriptor service) => service.ServiceType.Namespace == "Microsoft.Extensions.Options";

    private sealed record Consumer(IChatClient Chat);

    private sealed class AppsClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            // There is nothing to free.
        }
    }
}
