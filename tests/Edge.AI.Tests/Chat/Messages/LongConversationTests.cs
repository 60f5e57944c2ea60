using System.Diagnostics;
using Edge.AI.Chat;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat.Messages;

/// <summary>From messages to a rendered prompt, the work grows with the conversation and not with its square.</summary>
public sealed class LongConversationTests(TinyModel tiny)
{
    private const string Lenient = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}";

    private const string Strict =
        """
        {%- if messages[0].role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}
        {%- for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate') }}{% endif %}<{{ m.role }}>{{ m.content }}{% endfor %}<assistant>
        """;

    private const string OneAtOnce =
        """
        {%- for m in messages %}{% if m.tool_calls %}{% if m.tool_calls | length > 1 %}{{ raise_exception('one at once') }}{% endif %}<tool_call>{"name": "{{ m.tool_calls[0].function.name }}", "arguments": {{ m.tool_calls[0].function.arguments | tojson }}}</tool_call>{% else %}<{{ m.role }}>{{ m.content }}{% endif %}{% endfor %}{{ tools }}
        """;

    public static TheoryData<string, string> Conversations => new()
    {
        { nameof(Turns), Lenient },
        { nameof(Turns), Strict },
        { nameof(Answers), Lenient },
        { nameof(Questions), Strict },
        { nameof(Systems), Strict },
        { nameof(Systems), "{{ messages[0].content }}{% for m in messages[1:] %}{% if m.role != 'system' %}{{ m.content }}{% endif %}{% endfor %}" },
        { nameof(CallsInParallel), Lenient },
        { nameof(CallsInParallel), OneAtOnce },
        { nameof(ResultsBackwards), Strict },
    };

    /// <summary>Memory that is allocated is what is copied, and does not depend on how busy the machine is.</summary>
    [Theory]
    [MemberData(nameof(Conversations))]
    public async Task Twice_as_long_a_conversation_costs_at_most_2_3_times_as_much(string conversation, string template)
    {
        var renderer = await TestRenderer.ForAsync(tiny, template);
        var (small, large) = (Messages(conversation, 1_000), Messages(conversation, 2_000));
        _ = Bytes(small);

        ((double)Bytes(large) / Bytes(small)).Should().BeLessThan(2.3);

        long Bytes(ChatMessage[] messages)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            renderer.Render(messages).Should().NotBeEmpty();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    /// <summary>A second on a quiet machine; the bound leaves room for a busy one. Quadratic, it would be minutes.</summary>
    [Theory]
    [InlineData(nameof(Turns))]
    [InlineData(nameof(Systems))]
    public async Task Thirty_thousand_messages_are_rendered_in_seconds(string conversation)
    {
        var renderer = await TestRenderer.ForAsync(tiny, Strict);
        var messages = Messages(conversation, 30_000);
        var started = Stopwatch.GetTimestamp();

        renderer.Render(messages);

        Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Where_the_oldest_turns_may_go_is_found_by_one_look_at_each_message()
    {
        var messages = AI.Chat.Messages.Conversation.Read(Messages(nameof(Systems), 30_000), instructions: null, "test", CancellationToken.None).Messages;
        var started = Stopwatch.GetTimestamp();

        OldestTurns.Drop(messages, some => new Prompt(new int[some.Count], false), maxTokens: 100, stride: 10);

        Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_conversation_longer_than_any_text_of_a_template_exceeds_the_context_and_is_not_blamed_on_the_template()
    {
        using var client = TinyClient.Over(tiny);

        var asking = () => client.GetResponseAsync([new(ChatRole.User, new string('a', 17 * 1024 * 1024))], cancellationToken: TestContext.Current.CancellationToken);

        await asking.Should().ThrowAsync<ContextExceededException>();
    }

    [Fact]
    public async Task More_messages_than_the_context_has_tokens_are_refused_before_they_are_rendered()
    {
        const string ForFewMessages = "{% if messages | length > 1000 %}{{ raise_exception('rendered') }}{% endif %}" + Lenient;
        var renderer = (await TestRenderer.ForAsync(tiny, ForFewMessages)).Renderer;
        var conversation = AI.Chat.Messages.Conversation.Read(Turns(1_001), instructions: null, "test", CancellationToken.None);

        var rendering = () => renderer.Render(conversation, ChatRequest.From(null, TinyClient.Model), DateTimeOffset.UnixEpoch, maxTokens: 1_000);

        rendering.Should().Throw<ContextExceededException>();
    }

    [Fact]
    public async Task A_cancelled_request_stops_reading_its_messages()
    {
        using var cancellation = new CancellationTokenSource();
        var read = 0;
        using var client = TinyClient.Over(new FixedHost(null));

        var asking = () => client.GetResponseAsync(Endless(), cancellationToken: cancellation.Token);

        await asking.Should().ThrowAsync<OperationCanceledException>();
        read.Should().Be(100);

        IEnumerable<ChatMessage> Endless()
        {
            while (true)
            {
                if (++read == 100)
                    cancellation.Cancel();
                yield return new(ChatRole.User, "Hi");
            }
        }
    }

    [Fact]
    public async Task A_cancelled_request_stops_adapting_and_writing_its_turns()
    {
        var renderer = (await TestRenderer.ForAsync(tiny, Strict)).Renderer;
        var conversation = AI.Chat.Messages.Conversation.Read(Messages(nameof(Turns), 10), instructions: null, "test", CancellationToken.None);

        var rendering = () => renderer.RenderText(conversation, ChatRequest.From(null, TinyClient.Model), DateTimeOffset.UnixEpoch, new(canceled: true));

        rendering.Should().Throw<OperationCanceledException>();
    }

    private static ChatMessage[] Messages(string conversation, int count) => conversation switch
    {
        nameof(Turns) => Turns(count),
        nameof(Answers) => Answers(count),
        nameof(Questions) => Questions(count),
        nameof(Systems) => Systems(count),
        nameof(CallsInParallel) => CallsInParallel(count),
        _ => ResultsBackwards(count),
    };

    private static ChatMessage[] Turns(int count) => [.. Enumerable.Range(0, count).Select(index => new ChatMessage(index % 2 == 0 ? ChatRole.User : ChatRole.Assistant, "a short message"))];

    private static ChatMessage[] Answers(int count) => [new(ChatRole.User, "Hi"), .. Enumerable.Repeat(new ChatMessage(ChatRole.Assistant, "a short message"), count)];

    private static ChatMessage[] Questions(int count) => [.. Enumerable.Repeat(new ChatMessage(ChatRole.User, "a short message"), count)];

    private static ChatMessage[] Systems(int count) => [.. Enumerable.Repeat(new ChatMessage(ChatRole.System, "a short message"), count), new(ChatRole.User, "Hi")];

    private static ChatMessage[] CallsInParallel(int count) =>
    [
        new(ChatRole.User, "Hi"),
        .. Enumerable.Range(0, count).Select(index => new ChatMessage(ChatRole.Assistant, [new FunctionCallContent($"c{index}", "f", new Dictionary<string, object?> { ["a"] = 1 })])),
        .. Enumerable.Range(0, count).Select(index => new ChatMessage(ChatRole.Tool, [new FunctionResultContent($"c{index}", "a result")])),
    ];

    private static ChatMessage[] ResultsBackwards(int count)
    {
        var messages = CallsInParallel(count);
        messages.AsSpan(count + 1).Reverse();
        return messages;
    }
}
