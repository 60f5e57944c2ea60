using Edge.AI.Grammars;
using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>Formats in which the name is outside of the JSON: a marker, the name, another marker, the arguments.</summary>
internal abstract class NamedCallFormat : ToolFormat
{
    /// <summary>The marker before the first call; empty for none.</summary>
    protected virtual string OpenAll => "";

    /// <summary>The marker before each name.</summary>
    protected abstract string Open { get; }

    /// <summary>The grammar of a number or id after the name; empty for none.</summary>
    protected virtual string NumberRule => "";

    /// <summary>The marker between name and arguments.</summary>
    protected abstract string AfterName { get; }

    /// <summary>The marker after the arguments; empty for none.</summary>
    protected virtual string Close => "";

    /// <summary>The marker after the last call; empty for none.</summary>
    protected virtual string CloseAll => "";

    public override IReadOnlyList<CallOpener> Openers(ToolSet tools) => OpenAll.Length == 0 ? [new(Open)] : [new(OpenAll), new(Open)];

    public override IReadOnlyList<string> Markers => [OpenAll, Open, AfterName, Close, CloseAll];

    public override string End => CloseAll.Length > 0 ? CloseAll : Close;

    public override CallReading? Read(string text, bool isEnd, ToolSet tools)
    {
        var at = text.StartsWith(OpenAll, StringComparison.Ordinal) ? OpenAll.Length : 0;
        var nameStart = JsonScanner.Skip(text, at, Open, isEnd);
        if (nameStart < 0)
            return null;
        if (nameStart == at)
            return CallReading.None;
        if (FindName(text, nameStart, isEnd, tools) is not ({ } name, var nameEnd))
            return isEnd ? CallReading.None : null;

        var start = JsonScanner.SkipSpace(text, nameEnd);
        if (start < text.Length && text[start] != '{')
            return CallReading.None;

        var end = JsonScanner.EndOf(text, start);
        if (end < 0)
            return isEnd ? new(text.Length, [new(name, text[start..])]) : null;

        var closed = JsonScanner.Skip(text, end, Close, isEnd);
        var after = closed < 0 || CloseAll.Length == 0 ? closed : JsonScanner.Skip(text, closed, CloseAll, isEnd);
        return after < 0 ? null : new(after, [new(name, text[start..end])]);
    }

    public override string Describe(CallGrammar grammar)
    {
        var call = grammar.AnyCall(function => Join(
            GbnfBuilder.Literal(Open + function.Name), NumberRule, GbnfBuilder.Literal(AfterName), grammar.Space, grammar.Arguments(function), Close.Length == 0 ? "" : $"{grammar.Space} {grammar.Literal(Close)}"));
        if (OpenAll.Length == 0)
            return grammar.Calls(call, grammar.Space);

        var calls = grammar.Rule("calls", grammar.Calls(call, grammar.Space)); // models may forget the outer markers
        return $"({GbnfBuilder.Literal(OpenAll)} {grammar.Space} {calls} {(CloseAll.Length == 0 ? "" : $"{grammar.Space} {GbnfBuilder.Literal(CloseAll)}")} | {calls})";

        static string Join(params IEnumerable<string> parts) => string.Join(' ', parts.Where(part => part.Length > 0));
    }

    public override PromptText Write(IReadOnlyList<FunctionCallContent> calls, IReadOnlyList<string> avoid)
    {
        List<PromptText> pieces = [PromptText.FromTemplate(OpenAll)];
        foreach (var (index, call) in calls.Index())
            pieces.Add(Mix(Open, call.Name, NumberOf(index) + AfterName, ArgumentsJson.TextOf(ArgumentsJson.Of(call)), Close));
        return PromptText.Concat([.. pieces, PromptText.FromTemplate(CloseAll)]);
    }

    /// <summary>Returns the number of the call at an index, as it is written after the name.</summary>
    protected virtual string NumberOf(int index) => "";

    /// <summary>Removes the number from a name.</summary>
    protected virtual string WithoutNumber(string name) => name;

    /// <summary>
    /// Returns the name before its marker, and the index after the marker. Names of offered tools are tried first, because they may contain the marker. Null if more text is
    /// needed.
    /// </summary>
    private (string Name, int End)? FindName(string text, int start, bool isEnd, ToolSet tools)
    {
        var rest = text.AsSpan(start);
        foreach (var function in tools.Functions)
        {
            var wanted = function.Name + AfterName;
            if (rest.StartsWith(wanted, StringComparison.Ordinal))
                return (function.Name, start + wanted.Length);
            if (!isEnd && wanted.AsSpan().StartsWith(rest, StringComparison.Ordinal))
                return null;
        }

        var end = rest.IndexOf(AfterName, StringComparison.Ordinal);
        return end < 0 ? null : (WithoutNumber(rest[..end].ToString()).Trim(), start + end + AfterName.Length);
    }
}
