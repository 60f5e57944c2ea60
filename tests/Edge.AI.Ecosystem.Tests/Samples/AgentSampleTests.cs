namespace Edge.AI.Ecosystem.Tests.Samples;

/// <summary>samples/Agent, with Microsoft.Agents.AI and with Semantic Kernel. edge-tiny uses the tools, but was not trained to write such an object: only its form is right.</summary>
public sealed class AgentSampleTests : IDisposable
{
    private readonly DirectoryInfo _notes = Directory.CreateTempSubdirectory("edge-ai-notes-");

    public void Dispose() => _notes.Delete(recursive: true);

    [Theory]
    [InlineData("Add 17 and 25 with the calculator.", "The result is: 42.")]
    [InlineData("Search notes: silver", "The result is: silver bridge.")]
    public async Task The_agent_answers_with_what_its_tool_returned_and_then_as_an_object(string question, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(_notes.FullName, "words.txt"), "silver bridge\ngreen river\n", TestContext.Current.CancellationToken);

        foreach (var framework in (string[][])[[], ["--kernel"]])
        {
            var lines = (await AskAsync([question, "--notes", _notes.FullName, .. framework])).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

            lines.Should().HaveCount(2);
            lines[0].Should().Be(expected);
            lines[1].Should().MatchRegex(@"^Answer \{ Result = .* \}$");
        }
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
