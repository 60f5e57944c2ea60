using Edge.AI.Ecosystem.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Ecosystem.Tests.Extensions;

public sealed class FunctionInvocationTests
{
    private readonly Weather _weather = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_function_is_called_and_its_result_becomes_the_answer()
    {
        await using var services = TinyServices.With(client => client.UseFunctionInvocation());

        var response = await services.Chat().GetResponseAsync(Weather.Question, _weather.Offer, Cancellation);

        response.Text.Should().Be(Weather.Answer);
        response.Messages.Select(message => message.Role).Should().Equal(ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant);
        _weather.Cities.Should().Equal("Oslo");
        response.Usage!.CachedInputTokenCount.Should().BePositive("the second request continues the first one");
    }

    [Fact]
    public async Task A_function_is_called_while_the_answer_is_streamed()
    {
        await using var services = TinyServices.With(client => client.UseFunctionInvocation());
        List<ChatResponseUpdate> updates = [];

        await foreach (var update in services.Chat().GetStreamingResponseAsync(Weather.Question, _weather.Offer, Cancellation))
            updates.Add(update);

        updates.ToChatResponse().Text.Should().Be(Weather.Answer);
        updates.Count(update => update.Text.Length > 0).Should().BeGreaterThan(1);
        _weather.Cities.Should().Equal("Oslo");
    }

    [Fact]
    public async Task Two_calls_of_one_answer_are_both_run()
    {
        await using var services = TinyServices.With(client => client.UseFunctionInvocation(configure: functions => functions.AllowConcurrentInvocation = true));

        var response = await services.Chat().GetResponseAsync("What is the weather in Oslo and Rome?", _weather.Offer, Cancellation);

        _weather.Cities.Should().BeEquivalentTo("Oslo", "Rome");
        response.Text.Should().StartWith("The results are: 7 degrees");
    }

    [Fact]
    public async Task Without_a_need_no_function_is_called()
    {
        await using var services = TinyServices.With(client => client.UseFunctionInvocation());

        (await services.Chat().GetResponseAsync("What is the capital of France?", _weather.Offer, Cancellation)).Text.Should().Be("The capital of France is Paris.");
        _weather.Cities.Should().BeEmpty();
    }
}
