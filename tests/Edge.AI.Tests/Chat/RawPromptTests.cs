using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat;

/// <summary>Prompts without a chat template, with edge-tiny.</summary>
public sealed class RawPromptTests(TinyModel tiny)
{
    private const string Prompt = "<|im_start|>user\nWhat is the capital of France?<|im_end|>\n<|im_start|>assistant\nThe capital of";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_model_continues_the_text_as_it_is()
    {
        using var client = TinyClient.Over(tiny);

        var raw = await client.GetResponseAsync(Prompt, Raw(), Cancellation);
        var templated = await client.GetResponseAsync(Prompt, new EdgeChatOptions { Temperature = 0 }, Cancellation);

        raw.Text.Should().Be(" France is Paris.");
        raw.FinishReason.Should().Be(ChatFinishReason.Stop);
        raw.Usage!.InputTokenCount.Should().BeLessThan(templated.Usage!.InputTokenCount!.Value, "without the template, its markers are single tokens and nothing is added");
    }

    [Fact]
    public async Task Several_messages_are_one_text()
    {
        using var client = TinyClient.Over(tiny);
        ChatMessage[] parts = [new(ChatRole.User, Prompt[..30]), new(ChatRole.User, Prompt[30..])];

        (await client.GetResponseAsync(parts, Raw(), Cancellation)).Text.Should().Be(" France is Paris.");
    }

    [Fact]
    public async Task Tools_and_an_empty_text_are_refused()
    {
        using var client = TinyClient.Over(tiny);
        var withTools = Raw();
        withTools.Tools = [AIFunctionFactory.Create(() => 1, "one")];

        await FluentActions.Awaiting(() => client.GetResponseAsync(Prompt, withTools, Cancellation)).Should().ThrowAsync<EdgeOptionException>();
        await FluentActions.Awaiting(() => client.GetResponseAsync("", Raw(), Cancellation)).Should().ThrowAsync<EdgeOptionException>();
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_is_refused()
    {
        using var client = TinyClient.Over(tiny);

        await FluentActions.Awaiting(() => client.GetResponseAsync(string.Concat(Enumerable.Repeat("a long text, ", 1000)), Raw(), Cancellation)).Should().ThrowAsync<ContextExceededException>();
    }

    private static EdgeChatOptions Raw() => new() { RawPrompt = true, Temperature = 0 };
}
