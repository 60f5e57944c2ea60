using System.Diagnostics;
using System.Globalization;
using Edge.AI.Chat;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat;

public sealed class RenderingSpeedTests(TinyModel tiny, ITestOutputHelper output)
{
    /// <summary>The promise is 2 ms on a quiet machine; tests run side by side, so the best of many runs is what counts.</summary>
    [Fact]
    public async Task Fifty_messages_and_twenty_tools_are_rendered_in_two_milliseconds()
    {
        var renderer = new PromptRenderer(SharedTemplates.Source("Qwen-Qwen3-0.6B"), "qwen3", (await tiny.Loaded).Vocabulary);
        var messages = Enumerable.Range(0, 50).Select(Message).ToList();
        ChatOptions options = new() { Tools = [.. Enumerable.Range(0, 20).Select(Tool)] };

        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 200; i++)
        {
            var started = Stopwatch.GetTimestamp();
            renderer.RenderText(messages, ChatRequest.From(options, TinyClient.Model), DateTimeOffset.UnixEpoch);
            var elapsed = Stopwatch.GetElapsedTime(started);
            best = elapsed < best ? elapsed : best;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{best.TotalMilliseconds:0.000} ms"));
        best.Should().BeLessThan(TimeSpan.FromMilliseconds(2));
    }

    private static ChatMessage Message(int index) => (index % 5) switch
    {
        0 or 4 => new(ChatRole.User, $"Question {index}: " + new string('x', 200)),
        1 => new(ChatRole.Assistant, [new FunctionCallContent($"c{index}", $"tool_{index % 20}", new Dictionary<string, object?> { ["city"] = "Oslo", ["days"] = index })]),
        2 => new(ChatRole.Tool, [new FunctionResultContent($"c{index - 1}", new string('y', 200))]),
        _ => new(ChatRole.Assistant, $"Answer {index}: " + new string('z', 200)),
    };

    private static AIFunctionDeclaration Tool(int index) => Declared.Function(
        $"tool_{index}",
        $"Does thing number {index} for a city and a number of days",
        """{"type": "object", "properties": {"city": {"type": "string", "description": "The city's name"}, "days": {"type": "integer", "description": "How many days", "minimum": 1}, "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}}, "required": ["city", "days"]}""");
}
