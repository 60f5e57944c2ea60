using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.AI.Chat.Grammar;
using Edge.AI.Chat.Messages;
using Edge.AI.Chat.Templates.Values;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Tools;

/// <summary>Formats in which each argument stands between tags of its own: text as it is, everything else as JSON.</summary>
internal abstract class TaggedCallFormat : ToolFormat
{
    /// <summary>What comes before the name.</summary>
    protected abstract string Open { get; }

    /// <summary>What comes between the name and the arguments.</summary>
    protected abstract string AfterName { get; }

    /// <summary>What comes before an argument's name.</summary>
    protected abstract string OpenKey { get; }

    /// <summary>What comes between an argument's name and its value.</summary>
    protected abstract string BeforeValue { get; }

    /// <summary>What comes after a value.</summary>
    protected abstract string AfterValue { get; }

    /// <summary>What comes after the last argument.</summary>
    protected abstract string Close { get; }

    public override IReadOnlyList<string> Markers => [Open, AfterName, OpenKey, BeforeValue, AfterValue, Close];

    public override CallReading? Read(string text, bool isEnd, ToolSet tools)
    {
        var at = JsonText.Skip(text, 0, Open, isEnd);
        if (at <= 0)
            return at < 0 ? null : CallReading.None;

        var nameEnd = EndOfName(text, at);
        if (nameEnd < 0)
            return isEnd ? CallReading.None : null;

        var name = text[at..nameEnd].Trim();
        var arguments = new JsonObject();
        at = JsonText.Skip(text, nameEnd, AfterName.Trim(), isEnd);
        while (at >= 0)
        {
            var close = JsonText.Skip(text, at, Close, isEnd);
            if (close != at)
                return close < 0 ? null : new(close, [new(name, arguments.ToJsonString())]);

            at = ReadArgument(text, at, isEnd, tools.Find(name), arguments);
        }

        return isEnd ? new(text.Length, [new(name, text)]) : null;
    }

    public override string Describe(CallGrammar grammar) => grammar.Calls(
        grammar.AnyCall(function => string.Join($" {grammar.Space} ", new[]
        {
            grammar.Literal(Open) + " " + GbnfBuilder.Literal(function.Name + AfterName),
            string.Join($" {grammar.Space} ", TaggedArgument.Of(function).Select(argument => Describe(grammar, function, argument))),
            grammar.Literal(Close),
        }.Where(part => part.Length > 0))),
        grammar.Space);

    public override StringValue Write(IReadOnlyList<FunctionCallContent> calls)
    {
        List<StringValue> pieces = [];
        foreach (var call in calls)
        {
            pieces.Add(Mix(pieces.Count == 0 ? Open : "\n" + Open, call.Name, AfterName));
            foreach (var argument in CallArguments.Of(call).EnumerateObject())
                pieces.Add(Mix($"\n{OpenKey}", argument.Name, BeforeValue, argument.Value.ValueKind == JsonValueKind.String ? argument.Value.GetString()! : CallArguments.TextOf(argument.Value), AfterValue));
            pieces.Add(StringValue.FromTemplate($"\n{Close}"));
        }

        return StringValue.Join("", pieces);
    }

    /// <summary>The grammar of one argument between its tags.</summary>
    private string Describe(CallGrammar grammar, AIFunctionDeclaration function, TaggedArgument argument)
    {
        var value = argument.Choices is { } choices ? $"({string.Join(" | ", choices.Select(GbnfBuilder.Literal))}) {grammar.Literal(AfterValue)}"
            : argument.IsText ? grammar.Until(AfterValue)
            : $"{grammar.Argument($"{function.Name}-{argument.Name}", argument.Schema)} {grammar.Space} {grammar.Literal(AfterValue)}";
        var rule = $"{GbnfBuilder.Literal(OpenKey + argument.Name)} {grammar.Literal(BeforeValue)} {(argument.IsText ? "" : grammar.Space)} {value}";
        return argument.IsRequired ? rule : $"({rule})?";
    }

    /// <summary>Where the name ends that begins at <paramref name="start"/>; -1 while that can't be told.</summary>
    protected abstract int EndOfName(string text, int start);

    /// <summary>Reads one argument into <paramref name="arguments"/>: the index after it, or -1 if it is not whole.</summary>
    private int ReadArgument(string text, int start, bool isEnd, AIFunctionDeclaration? function, JsonObject arguments)
    {
        var keyStart = JsonText.Skip(text, start, OpenKey, isEnd);
        var keyEnd = keyStart <= start ? -1 : text.IndexOf(BeforeValue.Split('\n')[0], keyStart, StringComparison.Ordinal);
        var valueStart = keyEnd < 0 ? -1 : JsonText.Skip(text, keyEnd, BeforeValue, isEnd);
        if (valueStart <= keyEnd)
            return -1;

        var key = text[keyStart..keyEnd].Trim();
        var valueEnd = EndOfValue(text, valueStart, isEnd);
        if (valueEnd < 0)
            return -1;

        arguments[key] = ValueOf(text[valueStart..valueEnd], Schema(function, key));
        return valueEnd + AfterValue.Trim().Length;
    }

    /// <summary>A value may contain the tag that ends it; the real one is followed by the next argument or by the end of the call.</summary>
    private int EndOfValue(string text, int start, bool isEnd)
    {
        var tag = AfterValue.Trim();
        for (var at = text.IndexOf(tag, start, StringComparison.Ordinal); at >= 0; at = text.IndexOf(tag, at + 1, StringComparison.Ordinal))
        {
            var (key, close) = (JsonText.Skip(text, at + tag.Length, OpenKey, isEnd), JsonText.Skip(text, at + tag.Length, Close, isEnd));
            if (key > at + tag.Length || close > at + tag.Length)
                return at;
        }

        return -1;
    }

    private static JsonElement Schema(AIFunctionDeclaration? function, string key) =>
        function?.JsonSchema is { ValueKind: JsonValueKind.Object } schema
        && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
        && properties.TryGetProperty(key, out var property) ? property : default;

    private static JsonNode? ValueOf(string written, JsonElement schema)
    {
        var text = TrimLines(written);
        if (ArgumentSchema.IsText(schema))
            return JsonValue.Create(text);

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text); // what is no JSON can only be meant as text
        }
    }

    /// <summary>Without the line breaks that set a value off from its tags.</summary>
    private static string TrimLines(string written)
    {
        var text = written.AsSpan();
        if (text.StartsWith("\n", StringComparison.Ordinal))
            text = text[1..];
        return (text.EndsWith("\n", StringComparison.Ordinal) ? text[..^1] : text).ToString();
    }
}
