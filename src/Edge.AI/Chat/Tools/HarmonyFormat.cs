using System.Text.RegularExpressions;
using Edge.AI.Chat.Grammar;
using Edge.AI.Chat.Messages;
using Edge.AI.Chat.Templates.Values;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Tools;

/// <summary>
/// <c>&lt;|channel|&gt;commentary to=functions.name &lt;|constrain|&gt;json&lt;|message|&gt;{…}</c>, or with the recipient before the channel: gpt-oss. The prompt ends where the
/// message's header begins, so that the first message of an answer has no <c>&lt;|start|&gt;assistant</c>.
/// </summary>
internal sealed partial class HarmonyFormat : ToolFormat
{
    private const string Start = "<|start|>assistant";
    private const string Channel = "<|channel|>commentary";
    private const string To = " to=functions.";
    private const string Message = "<|message|>";

    public override IReadOnlyList<CallOpener> Openers(ToolSet tools) => [new(Channel + To), new(Start + To), new(Start + Channel + To), new(To, AtStart: true)];

    public override IReadOnlyList<string> Markers => [Start, Channel, "<|constrain|>", Message];

    public override CallReading? Read(string text, bool isEnd, ToolSet tools)
    {
        var message = text.IndexOf(Message, StringComparison.Ordinal);
        if (message < 0)
            return isEnd ? CallReading.None : null;
        if (Header().Match(text[..message]) is not { Success: true } header)
            return CallReading.None;

        var name = header.Groups["name"].Value;
        var start = JsonText.SkipSpace(text, message + Message.Length);
        if (start < text.Length && text[start] != '{')
            return CallReading.None;

        var end = JsonText.EndOf(text, start);
        return end >= 0 ? new(end, [new(name, text[start..end])])
            : isEnd ? new(text.Length, [new(name, text[start..])])
            : null;
    }

    /// <summary>One call only: its end is the end of the answer.</summary>
    public override string Describe(CallGrammar grammar)
    {
        var call = grammar.AnyCall(function =>
        {
            var to = GbnfBuilder.Literal(To + function.Name);
            var channel = GbnfBuilder.Literal(Channel);
            return $"({channel} {to} | {to} {channel}) \" \"? \"<|constrain|>\"? \"json\"? {GbnfBuilder.Literal(Message)} {grammar.Arguments(function)}";
        });
        return $"{GbnfBuilder.Literal(Start)}? {call}";
    }

    public override StringValue Write(IReadOnlyList<FunctionCallContent> calls) =>
        StringValue.Join("", calls.Select(call => Mix(Start + To, call.Name, $"{Channel} json{Message}", CallArguments.TextOf(CallArguments.Of(call)), "<|call|>")));

    [GeneratedRegex(@" to=functions\.(?<name>.*?)(<\|channel\|>commentary)?\s*(<\|constrain\|>)?(json)?\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Header();
}
