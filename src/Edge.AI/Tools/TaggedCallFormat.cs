using System.Text.Json;
using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>Formats in which each argument stands between tags of its own: text as it is, everything else as JSON, or as Python writes it.</summary>
internal abstract class TaggedCallFormat : ToolFormat
{
    /// <summary>What comes before the whole call; empty for nothing.</summary>
    public virtual string OpenAll => "";

    /// <summary>What comes before the name.</summary>
    public abstract string Open { get; }

    /// <summary>What comes between the name and the arguments.</summary>
    public abstract string AfterName { get; }

    /// <summary>What comes before an argument's name.</summary>
    public abstract string OpenKey { get; }

    /// <summary>What comes between an argument's name and its value.</summary>
    public abstract string BeforeValue { get; }

    /// <summary>What comes after a value.</summary>
    public abstract string AfterValue { get; }

    /// <summary>Whether a value stands on lines of its own.</summary>
    public virtual bool HasLines => false;

    /// <summary>What comes after the last argument.</summary>
    public abstract string Close { get; }

    /// <summary>What comes after the whole call; empty for nothing.</summary>
    public virtual string CloseAll => "";

    public override IReadOnlyList<string> Markers => [OpenAll, Open, AfterName, OpenKey, BeforeValue, AfterValue, Close, CloseAll];

    public override string End => CloseAll.Length > 0 ? CloseAll : Close;

    public override CallReading? Read(string text, bool isEnd, ToolSet tools) => new TaggedCallReader(this, text, isEnd, tools).Read();

    public override string Describe(CallGrammar grammar) => grammar.Calls(grammar.AnyCall(function => new TaggedCallGrammar(this, grammar, function).Call()), grammar.Space);

    public override PromptText Write(IReadOnlyList<FunctionCallContent> calls, IReadOnlyList<string> avoid)
    {
        var line = HasLines ? "\n" : "";
        var (open, close) = OpenAll.Length == 0 ? (Open, Close) : ($"{OpenAll}\n{Open}", $"{Close}\n{CloseAll}");
        List<PromptText> pieces = [];
        foreach (var call in calls)
        {
            pieces.Add(Mix(pieces.Count == 0 ? open : "\n" + open, call.Name, AfterName));
            foreach (var argument in ArgumentsJson.Of(call).EnumerateObject())
                pieces.Add(Mix($"\n{OpenKey}", argument.Name, BeforeValue + line, argument.Value.ValueKind == JsonValueKind.String ? argument.Value.GetString()! : ArgumentsJson.TextOf(argument.Value), line + AfterValue));
            pieces.Add(PromptText.FromTemplate($"\n{close}"));
        }

        return PromptText.Concat(pieces);
    }

    /// <summary>The longest of the names that the text goes on with, where its marker follows; null if none does.</summary>
    public static string? KnownName(string text, int start, string marker, IEnumerable<string> names) => names
        .Where(name => text.AsSpan(start).StartsWith(name, StringComparison.Ordinal) && text.AsSpan(start + name.Length).TrimStart().StartsWith(marker, StringComparison.Ordinal))
        .MaxBy(name => name.Length);
}
