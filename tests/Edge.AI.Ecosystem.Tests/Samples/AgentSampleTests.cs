namespace Edge.AI.Ecosystem.Tests.Samples;

/// <summary>samples/Agent, with Microsoft.Agents.AI and with Semantic Kernel.</summary>
public sealed class AgentSampleTests
{
    [Theory]
    [InlineData("Add 17 and 25 with the calculator.", "42")]
    [InlineData("Search notes: printer", "second room")]
    public async Task The_agent_answers_with_what_its_tool_returned(string question, string expected)
    {
        (await AskAsync(question)).Should().Contain(expected);
        (await AskAsync(question, "--kernel")).Should().Contain(expected);
    }

    [Fact]
    public async Task The_agent_reads_the_clock() => (await AskAsync("What time is it?")).Should().MatchRegex(@"\d\d:\d\d");

    [Fact]
    public async Task An_agent_without_a_question_explains_itself()
    {
        await using var sample = SampleProcess.Start("Agent");

        var (exitCode, output, errors) = await sample.EndAsync();

        (exitCode, output).Should().Be((2, ""));
        errors.Should().StartWith("usage: Agent QUESTION");
    }

    [Fact]
    public async Task An_unknown_model_is_an_error_with_a_code()
    {
        await using var sample = SampleProcess.Start("Agent", "What time is it?", "--model", "no-such-model");

        var (exitCode, _, errors) = await sample.EndAsync();

        exitCode.Should().Be(1);
        errors.Should().StartWith("EDGE_MODEL_UNKNOWN: ");
    }

    private static async Task<string> AskAsync(params string[] arguments)
    {
        await using var sample = SampleProcess.Start("Agent", arguments);
        var (exitCode, output, errors) = await sample.EndAsync();
        exitCode.Should().Be(0, errors);
        return output;
    }
}
