using Edge.AI.Ecosystem.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Edge.AI.Ecosystem.Tests.SemanticKernel;

/// <summary>A kernel whose chat client is ours.</summary>
public sealed class KernelTests
{
    private readonly Weather _weather = new();
    private readonly Kernel _kernel;

    public KernelTests()
    {
        var builder = Kernel.CreateBuilder();
        builder.AddEdgeChatClient(TinyServices.OneThread);
        builder.Plugins.AddFromObject(_weather, "Weather");
        _kernel = builder.Build();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_prompt_is_answered()
    {
        var answer = await _kernel.InvokePromptAsync("What is the capital of {{$country}}?", With(null, ("country", "France")), cancellationToken: Cancellation);

        answer.ToString().Should().Be("The capital of France is Paris.");
    }

    [Fact]
    public async Task A_client_in_the_services_of_a_kernel_answers_its_prompts()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddEdgeChatClient(options => (options.Threads, options.LoadAt) = (1, ModelTiming.Start)); // a kernel has no host, so it begins with the client
        var kernel = builder.Build();

        (await kernel.InvokePromptAsync("What is the capital of France?", With(null), cancellationToken: Cancellation)).ToString().Should().Be("The capital of France is Paris.");
    }

    [Fact]
    public async Task A_prompt_calls_a_plugin_if_the_model_chooses_it()
    {
        var auto = FunctionChoiceBehavior.Auto();

        (await _kernel.InvokePromptAsync(Weather.Question, With(auto), cancellationToken: Cancellation)).ToString().Should().Be(Weather.Answer);
        _weather.Cities.Should().Equal("Oslo");
        (await _kernel.InvokePromptAsync("What is the capital of France?", With(auto), cancellationToken: Cancellation)).ToString().Should().Be("The capital of France is Paris.");
        _weather.Cities.Should().ContainSingle();
    }

    [Fact]
    public async Task A_prompt_calls_a_plugin_if_the_app_requires_it()
    {
        var required = FunctionChoiceBehavior.Required(_kernel.Plugins["Weather"], autoInvoke: true);

        await _kernel.InvokePromptAsync("weather in Rome?", With(required), cancellationToken: Cancellation);

        _weather.Cities.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_prompt_is_streamed_with_its_function_calls()
    {
        List<string> pieces = [];
        await foreach (var piece in _kernel.InvokePromptStreamingAsync<StreamingChatMessageContent>(Weather.Question, With(FunctionChoiceBehavior.Auto()), cancellationToken: Cancellation))
            pieces.Add(piece.Content ?? "");

        string.Concat(pieces).Should().Be(Weather.Answer);
        pieces.Count(piece => piece.Length > 0).Should().BeGreaterThan(1);
        _weather.Cities.Should().Equal("Oslo");
    }

    [Fact]
    public async Task A_history_continues_and_reuses_what_was_processed()
    {
        var chat = _kernel.GetRequiredService<IChatClient>().AsChatCompletionService();
        ChatHistory history = [];
        history.AddUserMessage("My name is Anna.");
        var first = await chat.GetChatMessageContentAsync(history, Settings(null), _kernel, Cancellation);
        history.Add(first);
        history.AddUserMessage("What is my name?");

        var second = await chat.GetChatMessageContentAsync(history, Settings(null), _kernel, Cancellation);

        (first.Content, second.Content).Should().Be(("Nice to meet you, Anna!", "Your name is Anna."));
        var usage = second.Metadata!["Usage"].Should().BeOfType<UsageDetails>().Subject;
        usage.CachedInputTokenCount.Should().BePositive();
    }

    [Fact]
    public void A_repeated_registration_adds_nothing_to_the_kernel()
    {
        var builder = Kernel.CreateBuilder();
        builder.AddEdgeChatClient("phi-3").AddEdgeChatClient("phi-3");

        var client = builder.Build().GetAllServices<IChatClient>().Should().ContainSingle().Subject;

        client.GetService<FunctionInvokingChatClient>()!.GetType().Name.Should().Be("KernelFunctionInvokingChatClient");
        Layers(client).Should().Equal("KernelFunctionInvokingChatClient", "OpenTelemetryChatClient", "EdgeChatClient");
    }

    [Fact]
    public void The_kernel_holds_the_same_middleware_as_with_the_connector_of_OpenAI()
    {
        var (ours, theirs) = (Kernel.CreateBuilder(), Kernel.CreateBuilder());
        ours.AddEdgeChatClient("phi-3", serviceId: "id");
        theirs.AddOpenAIChatClient("gpt", "key", serviceId: "id");

        Layers(ours.Build().GetRequiredService<IChatClient>("id"))[..^1].Should().Equal(Layers(theirs.Build().GetRequiredService<IChatClient>("id"))[..^1]);
    }

    private static List<string> Layers(IChatClient client)
    {
        List<string> names = [];
        for (object? layer = client; layer is not null; layer = InnerOf(layer))
            names.Add(layer.GetType().Name);

        return names;
    }

    private static object? InnerOf(object client) => client is DelegatingChatClient
        ? typeof(DelegatingChatClient).GetProperty("InnerClient", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(client)
        : null;

    private static KernelArguments With(FunctionChoiceBehavior? choice, params (string Name, object Value)[] variables)
    {
        var arguments = new KernelArguments(Settings(choice));
        foreach (var (name, value) in variables)
            arguments[name] = value;

        return arguments;
    }

    private static OpenAIPromptExecutionSettings Settings(FunctionChoiceBehavior? choice) => new() { Temperature = 0, FunctionChoiceBehavior = choice };
}
