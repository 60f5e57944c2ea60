using System.Text.Json;
using Edge.AI.Grammars;
using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary><c>&lt;|tool_call_start|&gt;[name(key="value", other=3)]&lt;|tool_call_end|&gt;</c>, calls in Python's notation: LFM2.</summary>
internal sealed class PythonCallFormat : ToolFormat
{
    private const string Open = "<|tool_call_start|>";
    private const string Close = "<|tool_call_end|>";

    public override IReadOnlyList<CallOpener> Openers(ToolSet tools) => [new(Open, "[")];

    public override IReadOnlyList<string> Markers => [Open, Close];

    public override string End => Close;

    /// <summary>The list ends at its closing bracket, because the marker after it may also occur in a text.</summary>
    public override CallReading? Read(string text, bool isEnd, ToolSet tools)
    {
        var reader = new PythonCallReader(text, Open.Length, tools);
        var calls = reader.ReadCalls();
        if (reader.IsWhole)
        {
            var after = JsonScanner.Skip(text, reader.Position, Close, isEnd);
            return after < 0 ? null : new(calls.Count == 0 ? 0 : after, calls);
        }

        if (reader.IsCutOff && !isEnd)
            return null;

        var end = text.IndexOf(Close, Math.Min(reader.Position, text.Length), StringComparison.Ordinal);
        return end < 0 && !isEnd ? null
            : calls.Count == 0 ? CallReading.None
            : new(end < 0 ? text.Length : end + Close.Length, calls);
    }

    /// <summary>Values are JSON or Python.</summary>
    public override string Describe(CallGrammar grammar) =>
        $"""
        {GbnfBuilder.Literal(Open)} {grammar.Space} "[" {grammar.Calls(grammar.AnyCall(function => new PythonCallGrammar(grammar, function).Call()), $"\",\" {grammar.Space}")} "]" {GbnfBuilder.Literal(Close)}
        """;

    public override PromptText Write(IReadOnlyList<FunctionCallContent> calls, IReadOnlyList<string> avoid) => Mix(Open, $"[{string.Join(", ", calls.Select(call => Write(call, avoid)))}]", Close);

    private static string Write(FunctionCallContent call, IReadOnlyList<string> avoid) =>
        $"{call.Name}({string.Join(", ", ArgumentsJson.Of(call).EnumerateObject().Select(argument => $"{argument.Name}={JsonCallFormat.Without(avoid, PythonOf(argument.Value))}"))})";

    private static string PythonOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Null => "None",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(PythonOf))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(property => $"{JsonCallFormat.Quote(property.Name)}: {PythonOf(property.Value)}"))}}}",
        _ => ArgumentsJson.TextOf(value),
    };
}
