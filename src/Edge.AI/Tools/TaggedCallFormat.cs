using System.Text.Json;
using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>Formats in which each argument is between its own tags. Text is written as it is, and everything else as JSON or in Python's notation.</summary>
internal abstract class TaggedCallFormat : ToolFormat
{
    /// <summary>The tag before the whole call; empty for none.</summary>
    public virtual string OpenAll => "";

    /// <summary>The tag before the name.</summary>
    public abstract string Open { get; }

    /// <summary>The tag between the name and the arguments.</summary>
    public abstract string AfterName { get; }

    /// <summary>The tag before an argument's name.</summary>
    public abstract string OpenKey { get; }

    /// <summary>The tag between an argument's name and its value.</summary>
    public abstract string BeforeValue { get; }

    /// <summary>The tag after a value.</summary>
    public abstract string AfterValue { get; }

    /// <summary>Whether a value is on lines of its own.</summary>
    public virtual bool HasLines => false;

    /// <summary>The tag after the last argument.</summary>
    public abstract string Close { get; }

    /// <summary>The tag after the whole call; empty for none.</summary>
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

    /// <summary>Returns the longest of the names that the text continues with, followed by the marker; null if there is none.</summary>
    public static string? KnownName(string text, int start, string marker, IEnumerable<string> names) => names
        .Where(name => text.AsSpan(start).StartsWith(name, StringComparison.Ordinal) && text.AsSpan(start + name.Length).TrimStart().StartsWith(marker, StringComparison.Ordinal))
        .MaxBy(name => name.Length);
}
