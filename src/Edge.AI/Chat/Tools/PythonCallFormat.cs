using System.Text.Json;
using Edge.AI.Chat.Grammar;
using Edge.AI.Chat.Messages;
using Edge.AI.Chat.Templates.Values;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Tools;

/// <summary><c>&lt;|tool_call_start|&gt;[name(key="value", other=3)]&lt;|tool_call_end|&gt;</c>, calls as Python writes them: LFM2.</summary>
internal sealed class PythonCallFormat : ToolFormat
{
    private const string Open = "<|tool_call_start|>";
    private const string Close = "<|tool_call_end|>";

    public override IReadOnlyList<CallOpener> Openers(ToolSet tools) => [new(Open, "[")];

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

    /// <summary>Values are JSON, which reads like Python but for true, false and null.</summary>
    public override string Describe(CallGrammar grammar) =>
        $"""
        {GbnfBuilder.Literal(Open)} {grammar.Space} "[" {grammar.Calls(grammar.AnyCall(function => Describe(grammar, function)), $"\",\" {grammar.Space}")} "]" {GbnfBuilder.Literal(Close)}
        """;

    public override StringValue Write(IReadOnlyList<FunctionCallContent> calls) => Mix(Open, $"[{string.Join(", ", calls.Select(Write))}]", Close);

    private static string Write(FunctionCallContent call) =>
        $"{call.Name}({string.Join(", ", CallArguments.Of(call).EnumerateObject().Select(argument => $"{argument.Name}={PythonOf(argument.Value)}"))})";

    /// <summary>Required arguments in their order, then any of the others.</summary>
    private static string Describe(CallGrammar grammar, AIFunctionDeclaration function)
    {
        var rules = TaggedArgument.Of(function).ToLookup(argument => argument.IsRequired, argument => $"{GbnfBuilder.Literal(argument.Name + "=")} {grammar.Argument($"{function.Name}-{argument.Name}", argument.Schema)}");
        var required = string.Join($" \",\" {grammar.Space} ", rules[true]);
        var optional = string.Concat(rules[false].Select(rule => $" (\",\" {grammar.Space} {rule})?"));
        var arguments = required.Length > 0 ? required + optional
            : rules[false].Any() ? $"({string.Join(" | ", rules[false].Select((rule, index) => rule + string.Concat(rules[false].Skip(index + 1).Select(next => $" (\",\" {grammar.Space} {next})?"))))})?"
            : "";
        return $"{GbnfBuilder.Literal(function.Name + "(")} {arguments} \")\"";
    }

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
