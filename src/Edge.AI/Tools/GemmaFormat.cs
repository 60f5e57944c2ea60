using System.Text.Json;
using Edge.AI.Grammars;
using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary><c>&lt;|tool_call&gt;call:name{key:&lt;|"|&gt;text&lt;|"|&gt;,other:3}&lt;tool_call|&gt;</c>: Gemma 4; FunctionGemma with other markers.</summary>
/// <param name="open">The marker before a call.</param>
/// <param name="close">The marker after a call.</param>
/// <param name="quote">The marker before and after a text.</param>
internal sealed class GemmaFormat(string open, string close, string quote) : ToolFormat
{
    public override IReadOnlyList<CallOpener> Openers(ToolSet tools) => [new(open, "call:")];

    public override IReadOnlyList<string> Markers => [open, close, quote];

    public override string End => close;

    public override CallReading? Read(string text, bool isEnd, ToolSet tools)
    {
        var nameStart = JsonScanner.Skip(text, open.Length, "call:", isEnd);
        if (nameStart <= open.Length)
            return nameStart < 0 ? null : CallReading.None;

        var known = tools.Functions.FirstOrDefault(function => text.AsSpan(nameStart).StartsWith(function.Name + "{", StringComparison.Ordinal));
        var nameEnd = known is null ? text.IndexOf('{', nameStart) : nameStart + known.Name.Length;
        if (nameEnd < 0)
            return isEnd ? CallReading.None : null;

        var name = text[nameStart..nameEnd].Trim();
        var reader = new GemmaValueReader(text, nameEnd, quote);
        if (!reader.TryReadObject(out var arguments))
            return isEnd ? new(text.Length, [new(name, text[nameEnd..])]) : null;

        var after = JsonScanner.Skip(text, reader.Position, close, isEnd);
        return after < 0 ? null : new(after, [new(name, arguments.ToJsonString())]);
    }

    public override string Describe(CallGrammar grammar)
    {
        var values = new GemmaGrammar(grammar, quote);
        return grammar.Calls(
            grammar.AnyCall(function => $"{GbnfBuilder.Literal(open)} {grammar.Space} {GbnfBuilder.Literal($"call:{function.Name}")} {values.Arguments(function)} {GbnfBuilder.Literal(close)}"), grammar.Space);
    }

    public override PromptText Write(IReadOnlyList<FunctionCallContent> calls, IReadOnlyList<string> avoid) => PromptText.Concat(
        calls.Select(call => PromptText.Concat([Mix($"{open}call:", call.Name), Write(ArgumentsJson.Of(call)), PromptText.FromTemplate(close)])));

    /// <summary>Writes names without quotes, and texts between markers that only the format can write.</summary>
    private PromptText Write(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Mix(quote, value.GetString()!, quote),
        JsonValueKind.Object => List("{", value.EnumerateObject().Select(member => PromptText.Concat([Mix("", member.Name, ":"), Write(member.Value)])), "}"),
        JsonValueKind.Array => List("[", value.EnumerateArray().Select(Write), "]"),
        _ => PromptText.FromInput(value.GetRawText()),
    };

    private static PromptText List(string before, IEnumerable<PromptText> items, string after) => PromptText.Concat(
    [
        PromptText.FromTemplate(before),
        .. items.SelectMany((item, index) => index == 0 ? [item] : new[] { PromptText.FromTemplate(","), item }),
        PromptText.FromTemplate(after),
    ]);
}
