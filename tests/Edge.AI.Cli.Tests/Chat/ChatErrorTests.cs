using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Chat;

public sealed class ChatErrorTests : ChatTest
{
    [Fact]
    public async Task An_unknown_model_is_an_error_that_names_similar_ones()
    {
        var (exitCode, output, errors) = await ChatAsync("", "edge-tinny", "hello");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_MODEL_UNKNOWN: ").And.Contain("'edge-tiny'");
    }

    [Fact]
    public async Task A_file_that_is_not_GGUF_is_refused()
    {
        var (exitCode, output, errors) = await ChatAsync("", Write("page.gguf", "<html>log in</html>"), "hello");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_MODEL_INVALID: ");
    }

    [Fact]
    public async Task A_text_file_is_refused_with_what_it_is_and_what_is_expected()
    {
        var (exitCode, output, errors) = await ChatAsync("", Write("README.md", "# Edge.AI\n\nA language model in your process.\n"), "hello");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_MODEL_INVALID: ").And.Contain("README.md").And.Contain("it begins with the text \"# Edge.AI\"").And.Contain("GGUF format").And.NotContain("proxy");
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_named()
    {
        var (exitCode, _, errors) = await ChatAsync("", "missing.gguf", "hello");

        exitCode.Should().Be(1);
        errors.Should().StartWith("EDGE_STORAGE_DENIED: ").And.Contain("missing.gguf").And.Contain("does not exist");
    }

    [Fact]
    public async Task Without_a_question_and_a_terminal_there_is_nothing_to_answer()
    {
        var (exitCode, output, errors) = await ChatAsync(" \n", "edge-tiny");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_INPUT_INVALID: ").And.Contain("edge-ai chat edge-tiny");
    }

    [Fact]
    public async Task A_question_that_is_longer_than_the_context_is_an_error_with_the_options_of_the_tool()
    {
        var (exitCode, output, errors) = await ChatAsync(string.Join(' ', Enumerable.Repeat("hello", 200)), "edge-tiny", "--context", "64");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().Contain("EDGE_CONTEXT_EXCEEDED: ").And.Contain("--context");
    }

    [Theory]
    [InlineData("--temperature", "hot")]
    [InlineData("--temperature", "-1")]
    [InlineData("--max-tokens", "0")]
    [InlineData("--seed", "1.5")]
    [InlineData("--threads", "0")]
    [InlineData("--context", "3")]
    [InlineData("--runtime", "python")]
    public async Task An_option_out_of_range_is_wrong_usage(string option, string value)
    {
        var (exitCode, output, errors) = await RunAsync("chat", "edge-tiny", "hello", option, value);

        (exitCode, output).Should().Be((2, ""));
        errors.Should().StartWith("EDGE_USAGE: ").And.Contain(option).And.Contain(value);
    }
}
