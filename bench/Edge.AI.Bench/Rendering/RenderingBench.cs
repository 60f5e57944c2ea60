using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Chat;
using Edge.AI.Native;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Bench.Rendering;

/// <summary>Measures rendering a long conversation with many tools through a model's template, and one twice as long.</summary>
internal static class RenderingBench
{
    private const int Tools = 20;

    public static Command Command()
    {
        var template = new Option<FileInfo?>("--template") { Description = "A chat template. Default: the template of edge-tiny." };
        var messages = new Option<int>("--messages") { Description = "Number of messages.", DefaultValueFactory = _ => 50 };
        var rounds = new Option<int>("--rounds") { Description = "Number of renderings.", DefaultValueFactory = _ => 500 };
        var command = new Command("rendering", "A long conversation through a chat template.") { template, messages, rounds };
        command.SetAction(parsed => Run(parsed.GetValue(template), parsed.GetValue(messages), parsed.GetValue(rounds)));
        return command;
    }

    private static void Run(FileInfo? file, int count, int rounds)
    {
        NativeRuntime.Use(runtimeDirectory: null, NullLogger.Instance);
        var path = Path.Combine(AppContext.BaseDirectory, "models", "edge-tiny", EdgeModels.EdgeTiny.Files[0].Name);
        using var model = ModelHandle.Load(path, new(), NullLogger.Instance, CancellationToken.None);
        using var vocabulary = new Vocabulary(model);
        var renderer = new PromptRenderer(file is null ? model.ChatTemplate! : File.ReadAllText(file.FullName), file?.Name ?? "edge-tiny", vocabulary);
        ChatOptions options = new() { Tools = [.. Enumerable.Range(0, Tools).Select(Tool)] };

        var single = Measure(count);
        var twice = Measure(2 * count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"time at double size: {twice / single:0.00} times"));

        double Measure(int length)
        {
            var messages = Enumerable.Range(0, length).Select(Message).ToList();
            var first = Render(messages).Milliseconds;
            var times = Spread.Of([.. Enumerable.Range(0, rounds).Select(_ => Render(messages).Milliseconds)]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{length} messages, {Tools} tools, {Render(messages).Characters} characters: the first time {first:0.00} ms, then {Text(times)}"));
            return times.Median;
        }

        (double Milliseconds, int Characters) Render(List<ChatMessage> messages)
        {
            var started = Stopwatch.GetTimestamp();
            var rendered = renderer.RenderText(messages, ChatRequest.From(options, EdgeModels.EdgeTiny), DateTimeOffset.UnixEpoch);
            return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, rendered.Segments.Sum(segment => segment.Text.Length));
        }
    }

    private static string Text(Spread milliseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{milliseconds.Median:0.00} ms ({milliseconds.Least:0.00} … {milliseconds.Most:0.00})");

    private static ChatMessage Message(int index) => (index % 5) switch
    {
        0 or 4 => new(ChatRole.User, $"Question {index}: {new string('x', 200)}"),
        1 => new(ChatRole.Assistant, [new FunctionCallContent($"c{index}", $"tool_{index % Tools}", new Dictionary<string, object?>(StringComparer.Ordinal) { ["city"] = "Oslo", ["days"] = index })]),
        2 => new(ChatRole.Tool, [new FunctionResultContent($"c{index - 1}", new string('y', 200))]),
        _ => new(ChatRole.Assistant, $"Answer {index}: {new string('z', 200)}"),
    };

    private static AIFunctionDeclaration Tool(int index) => AIFunctionFactory.CreateDeclaration(
        $"tool_{index}",
        $"Tool number {index} looks something up for a city",
        JsonElement.Parse("""{"type": "object", "properties": {"city": {"type": "string", "description": "The city"}, "days": {"type": "integer", "description": "How many days"}}, "required": ["city"]}"""));
}
