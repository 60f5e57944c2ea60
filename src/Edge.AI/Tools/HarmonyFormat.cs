using Edge.AI.Grammars;
using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>
/// <c>&lt;|channel|&gt;commentary to=functions.name &lt;|constrain|&gt;json&lt;|message|&gt;{…}</c>, or with the recipient before the channel: gpt-oss. The model also calls
/// tools on the channel of its reasoning, and may leave out the namespace. The prompt ends where the message's header begins, so the first message of an answer has no
/// <c>&lt;|start|&gt;assistant</c>.
/// </summary>
internal sealed class HarmonyFormat : ToolFormat
{
    private const string Start = "<|start|>assistant";
    private const string Channel = "<|channel|>";
    private const string Recipient = " to=";
    private const string Namespace = "functions.";
    private const string Message = "<|message|>";
    private const string Constrain = "<|constrain|>";

    private static readonly string[] s_channels = ["commentary", "analysis"];

    public override IReadOnlyList<CallOpener> Openers(ToolSet tools)
    {
        string[] recipients = [Namespace, .. tools.Functions.SelectMany(function => new[] { $"{function.Name}\n<|", $"{function.Name}\njson" })];
        return
        [
            .. s_channels.SelectMany(channel => new CallOpener[]
            {
                new(Channel + channel + Recipient, AtStart: false, recipients),
                new(Start + Channel + channel + Recipient, AtStart: false, recipients),
            }),
            new(Start + Recipient, AtStart: false, recipients),
            new(Recipient, AtStart: true, recipients),
        ];
    }

    public override IReadOnlyList<string> Markers => [Start, Channel, Constrain, Message];

    public override string End => "";

    public override CallReading? Read(string text, bool isEnd, ToolSet tools)
    {
        var message = text.IndexOf(Message, StringComparison.Ordinal);
        if (message < 0)
            return isEnd ? CallReading.None : null;
        if (NameIn(text.AsSpan(0, message)) is not { } name)
            return CallReading.None;

        var start = JsonScanner.SkipSpace(text, message + Message.Length);
        if (start < text.Length && text[start] != '{')
            return CallReading.None;

        var end = JsonScanner.EndOf(text, start);
        return end >= 0 ? new(end, [new(name, text[start..end])])
            : isEnd ? new(text.Length, [new(name, text[start..])])
            : null;
    }

    /// <summary>The grammar allows one call, because the end of a call is the end of the answer.</summary>
    public override string Describe(CallGrammar grammar)
    {
        var channel = grammar.Rule("channel", $"{GbnfBuilder.Literal(Channel)} ({string.Join(" | ", s_channels.Select(GbnfBuilder.Literal))})");
        var call = grammar.AnyCall(function =>
        {
            var to = $"{GbnfBuilder.Literal(Recipient)} {grammar.Space} {GbnfBuilder.Literal(Namespace)}? {GbnfBuilder.Literal(function.Name)}";
            return $"({channel} {to} | {to} ({grammar.Space} {channel})?) {grammar.Space} {GbnfBuilder.Literal(Constrain)}? \"json\"? {GbnfBuilder.Literal(Message)} {grammar.Arguments(function)}";
        });
        return $"{GbnfBuilder.Literal(Start)}? {call}";
    }

    public override PromptText Write(IReadOnlyList<FunctionCallContent> calls, IReadOnlyList<string> avoid) =>
        PromptText.Concat(calls.Select(call => Mix(Start + Recipient + Namespace, call.Name, $"{Channel}commentary json{Message}", ArgumentsJson.TextOf(ArgumentsJson.Of(call)), "<|call|>")));

    /// <summary>Returns the tool in a message's header; null if there is none.</summary>
    private static string? NameIn(ReadOnlySpan<char> header)
    {
        var start = header.IndexOf(Recipient, StringComparison.Ordinal);
        if (start < 0)
            return null;

        var name = header[(start + Recipient.Length)..].Trim();
        if (name.EndsWith("json", StringComparison.Ordinal) && name[..^4].TrimEnd() is var before && (before.Length < name.Length - 4 || EndsAnother(before)))
            name = before;
        if (name.EndsWith(Constrain, StringComparison.Ordinal))
            name = name[..^Constrain.Length].TrimEnd();
        foreach (var channel in s_channels)
        {
            if (name.EndsWith(Channel + channel, StringComparison.Ordinal))
                name = name[..^(Channel.Length + channel.Length)].TrimEnd();
        }

        return (name.StartsWith(Namespace, StringComparison.Ordinal) ? name[Namespace.Length..] : name).ToString();
    }

    /// <summary>Whether another part than the name ends here, so that "json" does not belong to the name.</summary>
    private static bool EndsAnother(ReadOnlySpan<char> header) =>
        header.EndsWith(Constrain, StringComparison.Ordinal) || header.EndsWith(Channel + s_channels[0], StringComparison.Ordinal) || header.EndsWith(Channel + s_channels[1], StringComparison.Ordinal);
}
