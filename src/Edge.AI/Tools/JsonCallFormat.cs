using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using Edge.AI.Grammars;
using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>Formats in which a call is a JSON object with name and arguments, or a list of such objects, between two markers.</summary>
internal abstract class JsonCallFormat : ToolFormat
{
    /// <summary>The marker before the JSON.</summary>
    protected abstract string Open { get; }

    /// <summary>The marker after the JSON; empty for none.</summary>
    protected virtual string Close => "";

    /// <summary>Whether all calls are one list. Otherwise each call is an object between its own markers.</summary>
    protected virtual bool IsList => false;

    protected virtual string NameKey => "name";

    protected virtual string ArgumentsKey => "arguments";

    public override IReadOnlyList<CallOpener> Openers(ToolSet tools) => [new(Open, IsList ? "[" : "{")];

    public override IReadOnlyList<string> Markers => [Open, Close];

    public override string End => Close;

    public override CallReading? Read(string text, bool isEnd, ToolSet tools)
    {
        var start = JsonScanner.SkipSpace(text, Open.Length);
        var end = JsonScanner.EndOf(text, start);
        if (end < 0)
            return isEnd ? ReadBroken(text, text.Length) : null;

        var after = Close.Length == 0 ? end : JsonScanner.Skip(text, end, Close, isEnd);
        if (after < 0)
            return null;

        try
        {
            using var json = JsonDocument.Parse(text.AsMemory(start, end - start));
            var calls = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.EnumerateArray().ToList() : [json.RootElement];
            return calls.TrueForAll(IsCall) ? new(after, [.. calls.Select(ToCall)]) : CallReading.None;
        }
        catch (JsonException)
        {
            return ReadBroken(text[..end], after); // the error becomes part of the caller's content
        }
    }

    public override string Describe(CallGrammar grammar)
    {
        var call = grammar.AnyCall(function => Describe(grammar, function));
        return IsList
            ? $"""{GbnfBuilder.Literal(Open)} {grammar.Space} "[" {grammar.Space} {grammar.Calls(call, $"\",\" {grammar.Space}")} {grammar.Space} "]"{CloseRule(grammar)}"""
            : grammar.Calls($"({OpenRule(grammar)}{call}{CloseRule(grammar)})", grammar.Space);
    }

    public override PromptText Write(IReadOnlyList<FunctionCallContent> calls, IReadOnlyList<string> avoid) => IsList
        ? Mix(Open, $"[{string.Join(", ", calls.Select(call => Write(call, avoid)))}]", Close)
        : PromptText.Join("\n", calls.Select(call => Mix($"{Open}\n", Write(call, avoid), $"\n{Close}")));

    /// <summary>The grammar of one call as JSON.</summary>
    protected virtual string Describe(CallGrammar grammar, AIFunctionDeclaration function) =>
        $$"""
        "{" {{grammar.Space}} {{GbnfBuilder.Literal(Quote(NameKey))}} ":" {{grammar.Space}} {{GbnfBuilder.Literal(Quote(function.Name))}} "," {{grammar.Space}} {{GbnfBuilder.Literal(Quote(ArgumentsKey))}} ":" {{grammar.Space}} {{grammar.Arguments(function)}} {{grammar.Space}} "}"
        """;

    /// <summary>One call as JSON.</summary>
    protected virtual string Write(FunctionCallContent call, IReadOnlyList<string> avoid) =>
        $$"""{"{{NameKey}}": {{Quote(call.Name)}}, "{{ArgumentsKey}}": {{Without(avoid, ArgumentsJson.TextOf(ArgumentsJson.Of(call)))}}}""";

    /// <summary>Whether a JSON value is a call.</summary>
    protected virtual bool IsCall(JsonElement json) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(NameKey, out var name) && name.ValueKind == JsonValueKind.String;

    protected virtual ToolCall ToCall(JsonElement json) => new(
        json.GetProperty(NameKey).GetString()!,
        json.TryGetProperty(ArgumentsKey, out var arguments) ? TextOf(arguments) : "{}");

    /// <summary>
    /// Escapes the first character of some texts in JSON, where only strings can contain them.
    /// </summary>
    public static string Without(IReadOnlyList<string> avoid, string json) =>
        avoid.Aggregate(json, (text, marker) => text.Replace(marker, $"\\u{(int)marker[0]:x4}{marker[1..]}", StringComparison.Ordinal));

    /// <summary>A text as JSON.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private string OpenRule(CallGrammar grammar) => Open.Length == 0 ? "" : $"{GbnfBuilder.Literal(Open)} {grammar.Space} ";

    private string CloseRule(CallGrammar grammar) => Close.Length == 0 ? "" : $" {grammar.Space} {GbnfBuilder.Literal(Close)}";

    /// <summary>Some models write the arguments as a string with JSON in it.</summary>
    private static string TextOf(JsonElement arguments) => arguments.ValueKind == JsonValueKind.String ? arguments.GetString()! : arguments.GetRawText();

    /// <summary>Reads a call with incomplete or invalid JSON. It counts as a call if it has a name.</summary>
    private CallReading ReadBroken(string text, int length)
    {
        if (!TryFindText(NameKey, text, out var name, out var after))
            return CallReading.None;

        var arguments = text.IndexOf($"\"{ArgumentsKey}\"", after, StringComparison.Ordinal);
        var colon = arguments < 0 ? -1 : text.IndexOf(':', arguments + ArgumentsKey.Length + 2);
        return new(length, [new(name, colon < 0 ? "" : text[(colon + 1)..].Trim())]);
    }

    /// <summary>Finds the first property with this name whose value is a text.</summary>
    private static bool TryFindText(string key, string text, [NotNullWhen(true)] out string? value, out int after)
    {
        var quoted = $"\"{key}\"";
        for (var at = text.IndexOf(quoted, StringComparison.Ordinal); at >= 0; at = text.IndexOf(quoted, at + quoted.Length, StringComparison.Ordinal))
        {
            var start = JsonScanner.Skip(text, at + quoted.Length, ":\n\"", isEnd: true);
            after = start > at + quoted.Length ? JsonScanner.EndOfText(text, start) : -1;
            if (after < 0)
                continue;

            value = text[start..after];
            return true;
        }

        (value, after) = (null, 0);
        return false;
    }
}
