using Edge.AI.Chat;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat;

public sealed class OldestTurnsTests
{
    private static readonly ChatMessage System = new(ChatRole.System, "SSSS");

    [Fact]
    public void A_conversation_that_fits_stays_whole()
    {
        var (prompt, dropped) = Drop(maxTokens: 12, System, User("aaaa"), Assistant("bbbb"));

        (Text(prompt), dropped).Should().Be(("SSSSaaaabbbb", 0));
    }

    [Theory]
    [InlineData(23, "SSSSccccddddeeee", 2)]
    [InlineData(16, "SSSSccccddddeeee", 2)]
    [InlineData(15, "SSSSeeee", 4)]
    [InlineData(8, "SSSSeeee", 4)]
    [InlineData(7, "SSSSeeee", 4)]
    public void The_oldest_turns_go_and_system_and_last_user_message_always_stay(int maxTokens, string kept, int count)
    {
        var (prompt, dropped) = Drop(maxTokens, System, User("aaaa"), Assistant("bbbb"), User("cccc"), Assistant("dddd"), User("eeee"));

        (Text(prompt), dropped).Should().Be((kept, count));
    }

    [Fact]
    public void With_the_shortest_stride_exactly_as_many_turns_go_as_have_to()
    {
        ChatMessage[] messages = [.. Enumerable.Range(0, 50).SelectMany(_ => (ChatMessage[])[User("uuuu"), Assistant("aaaa")]), User("last")];

        for (var room = 4; room <= 404; room += 8)
        {
            var (prompt, dropped) = Drop(room, messages);
            (prompt.Tokens.Length, dropped).Should().Be((room, 100 - (room - 4) / 4));
        }
    }

    [Fact]
    public void A_conversation_that_grows_is_cut_at_the_same_place_for_many_turns()
    {
        var random = new Random(1);
        List<ChatMessage> messages = [System];
        List<int> cuts = [];
        for (var turn = 0; turn < 200; turn++)
        {
            messages.Add(User(new('u', random.Next(1, 20))));
            var (prompt, dropped) = Drop(400, stride: 150, [.. messages]);
            prompt.Tokens.Length.Should().BeInRange(dropped == 0 ? 0 : 400 - 150 - 40, 400, "more would not fit, and less than a stride and a turn were too much");
            cuts.Add(dropped);
            messages.Add(Assistant(new('a', random.Next(1, 20))));
        }

        cuts.Should().BeInAscendingOrder();
        cuts.Distinct().Should().HaveCountLessThanOrEqualTo(2 + (messages.Sum(message => message.Text.Length) - 400) / 150);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(250)]
    [InlineData(350)]
    public void However_long_the_last_message_is_a_third_of_the_room_beside_it_is_used_by_older_turns(int length)
    {
        ChatMessage[] messages = [.. Enumerable.Range(0, 200).SelectMany(_ => (ChatMessage[])[User("u"), Assistant("a")]), User(new('l', length))];

        for (var more = 0; more < 100; more++)
            Drop(400, stride: 150, [.. Enumerable.Repeat(User("u"), more), .. messages]).Prompt.Tokens.Length.Should().BeInRange(length + (400 - length) / 3 - 2, 400);
    }

    [Fact]
    public void A_tools_call_and_its_result_go_together_with_the_turn_that_they_belong_to()
    {
        ChatMessage call = new(ChatRole.Assistant, [new TextContent("call"), new FunctionCallContent("1", "f")]);
        ChatMessage result = new(ChatRole.Tool, [new TextContent("done"), new FunctionResultContent("1", "r")]);
        ChatMessage resultOfUser = new(ChatRole.User, [new TextContent("more"), new FunctionResultContent("1", "r")]);

        var (prompt, dropped) = Drop(maxTokens: 20, User("aaaa"), call, result, resultOfUser, Assistant("bbbb"), User("cccc"), Assistant("dddd"), User("eeee"));

        (Text(prompt), dropped).Should().Be(("ccccddddeeee", 5));
    }

    [Fact]
    public void System_messages_in_the_middle_stay_where_they_belong()
    {
        var (prompt, dropped) = Drop(maxTokens: 8, User("aaaa"), System, Assistant("bbbb"), User("cccc"));

        (Text(prompt), dropped).Should().Be(("SSSScccc", 2));
    }

    [Fact]
    public void What_the_assistant_says_behind_the_last_user_message_stays()
    {
        var (prompt, dropped) = Drop(maxTokens: 4, System, User("aaaa"), Assistant("bbbb"));

        (Text(prompt), dropped).Should().Be(("SSSSaaaabbbb", 0), "there is nothing to drop");
    }

    private static (Prompt Prompt, int Dropped) Drop(int maxTokens, params ChatMessage[] messages) => Drop(maxTokens, stride: 1, messages);

    /// <summary>A prompt with one token for each character.</summary>
    private static (Prompt Prompt, int Dropped) Drop(int maxTokens, int stride, ChatMessage[] messages) =>
        OldestTurns.Drop(
            AI.Chat.Messages.Conversation.Read(messages, instructions: null, "test", TestContext.Current.CancellationToken).Messages,
            some => new Prompt([.. string.Concat(some.SelectMany(message => message.Turns).Where(turn => turn.Role != "tool").Select(turn => turn.Text.Text)).Select(character => (int)character)], false),
            maxTokens,
            stride);

    private static string Text(Prompt prompt) => string.Concat(prompt.Tokens.Select(token => (char)token));

    private static ChatMessage User(string text) => new(ChatRole.User, text);

    private static ChatMessage Assistant(string text) => new(ChatRole.Assistant, text);
}
