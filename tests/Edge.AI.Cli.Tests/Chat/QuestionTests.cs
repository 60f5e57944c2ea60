using Edge.AI.Cli.Tests.Support;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Cli.Tests.Chat;

/// <summary>One question, one answer.</summary>
public sealed class QuestionTests : ChatTest
{
    private static readonly string Paris = "The capital of France is Paris." + Environment.NewLine;

    [Fact]
    public async Task A_question_on_the_command_line_is_answered()
    {
        (await ChatAsync("", "edge-tiny", "What is the capital of France?", "--quiet")).Should().Be(new ToolResult(0, Paris, ""));
    }

    [Fact]
    public async Task A_question_from_standard_input_is_answered()
    {
        (await ChatAsync("What is the capital of France?\n", "edge-tiny", "--quiet")).Should().Be(new ToolResult(0, Paris, ""));
    }

    [Fact]
    public async Task Standard_input_is_added_to_the_question()
    {
        var piped = await ChatAsync("silver garden tiger\n", "edge-tiny", "Repeat:", "--json");

        var typed = await ChatAsync("", "edge-tiny", "Repeat:\n\nsilver garden tiger", "--json");
        piped.LinesOf("answer").Single().GetRawText().Should().Be(typed.LinesOf("answer").Single().GetRawText());
    }

    [Fact]
    public async Task Without_a_model_edge_tiny_answers_and_the_tool_says_so()
    {
        var (exitCode, output, errors) = await ChatAsync("", "What is the capital of France?");

        (exitCode, output).Should().Be((0, Paris));
        errors.Should().Contain("edge-tiny answers");
    }

    [Fact]
    public async Task The_system_message_comes_before_the_question()
    {
        var with = await TokensAsync("--system", "You are Rita. Be polite. Do not invent facts.");

        with.Should().Be(36).And.BeGreaterThan(await TokensAsync());

        async Task<long> TokensAsync(params string[] options) =>
            (await ChatAsync("", ["edge-tiny", "What is the capital of Peru?", "--json", .. options])).LinesOf("answer").Single().GetProperty("inputTokens").GetInt64();
    }

    [Fact]
    public async Task With_json_an_answer_is_its_pieces_and_a_summary()
    {
        var (exitCode, output, errors) = await ChatAsync("", "edge-tiny", "What is the capital of France?", "--json");
        var lines = new ToolResult(exitCode, output, errors);

        (exitCode, errors).Should().Be((0, ""));
        string.Concat(lines.LinesOf("text").Select(line => line.GetProperty("text").GetString())).Should().Be("The capital of France is Paris.");
        var answer = lines.LinesOf("answer").Should().ContainSingle().Subject;
        answer.EnumerateObject().Select(property => property.Name).Should().Equal("type", "model", "text", "finishReason", "inputTokens", "cachedTokens", "outputTokens");
        answer.GetProperty("finishReason").GetString().Should().Be("stop");
        answer.GetProperty("inputTokens").GetInt64().Should().Be(18);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_cut_off_and_the_tool_says_so()
    {
        var (exitCode, output, errors) = await ChatAsync("", "edge-tiny", "Count from 1 to 30.", "--max-tokens", "5");

        (exitCode, output.Length < 20).Should().Be((0, true));
        errors.Should().Contain("cut off");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_answer()
    {
        var file = WriteEndless();

        var (first, second, other) = (await AnswerAsync(1), await AnswerAsync(1), await AnswerAsync(2));

        second.Should().Be(first).And.NotBe(other);

        async Task<string> AnswerAsync(int seed)
        {
            return (await ChatAsync("", file, "hello", "--temperature", "2", "--max-tokens", "30", "--seed", $"{seed}", "--quiet")).Output;
        }
    }

    [Fact]
    public async Task A_model_that_is_not_on_disk_is_downloaded_first()
    {
        Serve("tiny", new RandomLlama().ToArray());

        var (exitCode, output, errors) = await ChatAsync("", "tiny-alias", "hello", "--max-tokens", "5");

        (exitCode, output.Length > 1).Should().Be((0, true));
        errors.Should().Contain("tiny: completed");
        File.Exists(PathOf("tiny")).Should().BeTrue();
    }

    [Fact]
    public async Task Escape_sequences_in_an_answer_are_shown_and_not_executed()
    {
        var file = WriteEndless(SwapSpacesAndEscapes); // Every word begins with an escape character instead of a space.

        var (exitCode, output, _) = await ChatAsync("", file, "hello", "--temperature", "2", "--seed", "1", "--max-tokens", "20");

        exitCode.Should().Be(0);
        output.Should().Contain("\\u001b").And.NotContain("\u001b");
    }

    [Fact]
    public async Task An_answer_is_written_while_it_is_generated_and_Ctrl_C_stops_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGINT to send to another process");
        await using var tool = StartChat("", WriteEndless(), "hello", "--temperature", "2", "--context", "200000");
        await tool.Begun;
        await tool.InterruptAsync();

        var (exitCode, output, errors) = await tool.EndAsync();

        exitCode.Should().Be(130);
        output.Should().EndWith(Environment.NewLine);
        errors.Should().Contain("EDGE_CANCELLED: The answer was stopped.");
    }

    /// <summary>In a byte-level vocabulary, Ġ (C4 A0) is a space and ě (C4 9B) is the escape character.</summary>
    private static void SwapSpacesAndEscapes(byte[] file)
    {
        for (var i = 1; i < file.Length; i++)
        {
            if (file[i - 1] == 0xC4 && file[i] is 0xA0 or 0x9B)
                file[i] ^= 0xA0 ^ 0x9B;
        }
    }
}
