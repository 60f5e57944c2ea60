using Edge.AI.Chat.Answers;
using Edge.AI.Templates;
using Edge.AI.Tests.Support;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat.Answers;

/// <summary>What a model writes may be long and hostile; reading it costs a bounded number of looks at each character.</summary>
public sealed class LongAnswerTests
{
    private const int Length = 200_000;

    public static TheoryData<string, string> Endless => new()
    {
        { "<tool_call>{\"name\": \"get_weather\", \"arguments\": {\"city\": \"", "x" },
        { "<tool_call>{\"name\": \"get_weather\", \"arguments\": {\"city\": \"", "</tool_call>" },
        { "<tool_call>{\"name\": \"get_weather\", \"arguments\": {\"city\": ", "[" },
        { "<tool_call>", "{<tool_call>" },
        { "Look:", " \n" },
    };

    [Theory]
    [MemberData(nameof(Endless))]
    public void Reading_looks_at_each_character_a_bounded_number_of_times(string start, string repeated)
    {
        var format = new CountingFormat();
        var reader = new AnswerReader(new(format, null), ToolSet.From(new() { Tools = [Declared.Weather] }), [], isReasoning: false);

        reader.Append(start);
        for (var length = 0; length < Length; length += repeated.Length)
            reader.Append(repeated);
        reader.Flush();

        format.CharactersRead.Should().BeLessThan(250L * Length);
    }

    [Fact]
    public void A_long_call_is_read_whole_with_what_comes_after_it()
    {
        var text = new string('x', Length);
        var reader = new AnswerReader(new(new HermesFormat(), null), ToolSet.From(new() { Tools = [Declared.Weather] }), [], isReasoning: false);
        var written = $"Look:<tool_call>{{\"name\": \"get_weather\", \"arguments\": {{\"city\": \"{text}\"}}}}</tool_call>Done.";

        List<AIContent> contents = [.. written.Chunk(5).SelectMany(piece => reader.Append(new(piece))), .. reader.Flush()];

        contents.OfType<FunctionCallContent>().Should().ContainSingle().Which.Arguments!["city"]!.ToString().Should().Be(text);
        string.Concat(contents.OfType<TextContent>().Select(content => content.Text)).Should().Be("Look:Done.");
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Arguments_of_Python_that_nest_without_end_are_an_error_of_the_call(char bracket)
    {
        var reader = new AnswerReader(new(new PythonCallFormat(), null), ToolSet.From(new() { Tools = [Declared.Weather] }), [], isReasoning: false);
        var nested = bracket == '[' ? new string('[', 100_000) : string.Concat(Enumerable.Repeat("{'a':", 100_000));

        List<AIContent> contents = [.. reader.Append($"<|tool_call_start|>[get_weather(city={nested}"), .. reader.Flush()];

        contents.Should().ContainSingle().Which.Should().BeOfType<FunctionCallContent>().Which.Exception.Should().NotBeNull();
    }

    /// <summary>Counts how much text it is given to read.</summary>
    private sealed class CountingFormat : ToolFormat
    {
        private readonly HermesFormat _format = new();

        public long CharactersRead { get; private set; }

        public override IReadOnlyList<string> Markers => _format.Markers;

        public override string End => _format.End;

        public override IReadOnlyList<CallOpener> Openers(ToolSet tools) => _format.Openers(tools);

        public override CallReading? Read(string text, bool isEnd, ToolSet tools)
        {
            CharactersRead += text.Length;
            return _format.Read(text, isEnd, tools);
        }

        public override string Describe(CallGrammar grammar) => _format.Describe(grammar);

        public override PromptText Write(IReadOnlyList<FunctionCallContent> calls, IReadOnlyList<string> avoid) => _format.Write(calls, avoid);
    }
}
