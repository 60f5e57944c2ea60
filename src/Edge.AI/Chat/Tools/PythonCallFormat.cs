using System.Text.Json;
using Edge.AI.Chat.Messages;
using Edge.AI.Chat.Templates.Values;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Tools;

/// <summary><c>&lt;|tool_call_start|&gt;[name(key="value", other=3)]&lt;|tool_call_end|&gt;</c>, calls as Python writes them: LFM2.</summary>
internal sealed class PythonCallFormat : ToolFormat
{
    private const string Open = "<|tool_call_start|>";
    private const string Close = "<|tool_call_end|>";

    public override IReadOnlyList<CallOpener> Openers => [new(Open, "[")];

    public override IReadOnlyList<string> Markers => [Open, Close];

    public override CallReading? Read(string text, bool isEnd, ToolSet tools)
    {
        var end = text.IndexOf(Close, StringComparison.Ordinal);
        if (end < 0 && !isEnd)
            return null;

        var list = text[Open.Length..(end < 0 ? text.Length : end)];
        var calls = new PythonCallReader(list).ReadCalls();
        return new(calls.Count == 0 ? 0 : end < 0 ? text.Length : end + Close.Length, calls);
    }

    public override StringValue Write(IReadOnlyList<FunctionCallContent> calls) => Mix(Open, $"[{string.Join(", ", calls.Select(Write))}]", Close);

    private static string Write(FunctionCallContent call) =>
        $"{call.Name}({string.Join(", ", CallArguments.Of(call).EnumerateObject().Select(argument => $"{argument.Name}={PythonOf(argument.Value)}"))})";

    private static string PythonOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Null => "None",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(PythonOf))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(property => $"{JsonCallFormat.Quote(property.Name)}: {PythonOf(property.Value)}"))}}}",
        _ => CallArguments.TextOf(value),
    };
}
