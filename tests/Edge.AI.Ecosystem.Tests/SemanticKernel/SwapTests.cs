using System.ClientModel;
using Edge.AI.Ecosystem.Tests.Support;
using Edge.AI.OpenAIProcess;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Edge.AI.Ecosystem.Tests.SemanticKernel;

/// <summary>One program with a client of OpenAI's protocol and with ours.</summary>
public sealed class SwapTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_line_of_registration_changes_nothing_else()
    {
        await using var server = await OpenAIServer.StartAsync();

        var theirs = await RunAsync(builder => builder.AddOpenAIChatClient("gpt", server.Address, "key"));
        var ours = await RunAsync(builder => builder.AddEdgeChatClient(TinyServices.OneThread));

        ours.Should().BeEquivalentTo(theirs);
        (ours.Answer, ours.Streamed).Should().Be((Weather.Answer, Weather.Answer));
        ours.Cities.Should().Equal("Oslo", "Oslo");
        server.Models.Should().HaveCount(4);
    }

    [Fact]
    public async Task The_model_id_of_a_prompt_chooses_between_our_client_and_the_other()
    {
        await using var server = await OpenAIServer.StartAsync();
        var builder = Kernel.CreateBuilder();
        builder.AddEdgeChatClient(TinyServices.OneThread).AddOpenAIChatClient("gpt", server.Address, "key");
        var kernel = builder.Build();

        (await AskAsync(kernel, "edge-tiny")).Should().Be("The capital of France is Paris.");
        server.Models.Should().BeEmpty();
        (await AskAsync(kernel, "gpt")).Should().Be(OpenAIServer.Plain);
        server.Models.Should().Equal("gpt");
    }

    [Fact]
    public async Task The_service_id_of_a_prompt_chooses_between_our_client_and_the_other()
    {
        await using var server = await OpenAIServer.StartAsync();
        var builder = Kernel.CreateBuilder();
        builder.AddOpenAIChatClient("gpt", server.Address, "key", serviceId: "cloud").AddEdgeChatClient(TinyServices.OneThread, serviceId: "local");
        var kernel = builder.Build();

        foreach (var (service, answer) in new[] { ("local", "The capital of France is Paris."), ("cloud", OpenAIServer.Plain) })
        {
            var settings = new OpenAIPromptExecutionSettings { ServiceId = service, Temperature = 0 };
            (await kernel.InvokePromptAsync("What is the capital of France?", new(settings), cancellationToken: Cancellation)).ToString().Should().Be(answer);
        }
    }

    [Fact]
    public async Task Middleware_of_the_app_routes_by_model_id()
    {
        await using var server = await OpenAIServer.StartAsync();
        var services = new ServiceCollection();
        services.AddTiny().Use((inner, provider) => new Router(inner, provider.GetRequiredKeyedService<IChatClient>("gpt")));
        services.AddKeyedChatClient("gpt", new OpenAI.OpenAIClient(new ApiKeyCredential("key"), new() { Endpoint = server.Address }).GetChatClient("gpt").AsIChatClient());
        await using var provider = services.BuildServiceProvider();

        (await provider.Chat().GetResponseAsync("What is 2 + 3?", new() { Temperature = 0 }, Cancellation)).Text.Should().Be("2 + 3 = 5");
        (await provider.Chat().GetResponseAsync("What is 2 + 3?", new() { ModelId = "gpt" }, Cancellation)).Text.Should().Be(OpenAIServer.Plain);
    }

    private static async Task<string> AskAsync(Kernel kernel, string modelId)
    {
        var settings = new OpenAIPromptExecutionSettings { ModelId = modelId, Temperature = 0 };
        return (await kernel.InvokePromptAsync("What is the capital of France?", new(settings), cancellationToken: Cancellation)).ToString();
    }

    /// <summary>The program. Only its registration differs.</summary>
    private static async Task<Seen> RunAsync(Action<IKernelBuilder> addClient)
    {
        var weather = new Weather();
        var builder = Kernel.CreateBuilder();
        addClient(builder);
        builder.Plugins.AddFromObject(weather, "Weather");
        var kernel = builder.Build();
        var arguments = new KernelArguments(new OpenAIPromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() });

        var answer = await kernel.InvokePromptAsync(Weather.Question, arguments, cancellationToken: Cancellation);
        var content = answer.GetValue<ChatMessageContent>();
        var streamed = "";
        await foreach (var piece in kernel.InvokePromptStreamingAsync(Weather.Question, arguments, cancellationToken: Cancellation))
            streamed += piece;

        return new(answer.ToString(), answer.ValueType!.Name, content?.Role.Label, content?.Items.Select(item => item.GetType().Name).ToArray(), answer.Metadata?.Keys.Order().ToArray(), streamed, weather.Cities);
    }

    private sealed record Seen(string Answer, string ValueType, string? Role, string[]? Items, string[]? Metadata, string Streamed, IEnumerable<string> Cities);

    private sealed class Router(IChatClient inner, IChatClient gpt) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            options?.ModelId == "gpt" ? gpt.GetResponseAsync(messages, options, cancellationToken) : base.GetResponseAsync(messages, options, cancellationToken);
    }
}
