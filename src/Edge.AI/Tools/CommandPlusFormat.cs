using Edge.AI.Grammars;
using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary><c>Action:</c> and a fenced list of <c>{"tool_name": …, "parameters": {…}}</c>: Command R and R+.</summary>
internal sealed class CommandPlusFormat : JsonCallFormat
{
    private const string Action = "Action:";

    public override IReadOnlyList<CallOpener> Openers(ToolSet tools) => [new(Action, Open)];

    public override IReadOnlyList<string> Markers => [];

    protected override string Open => "```json";

    protected override string Close => "```";

    protected override bool IsList => true;

    protected override string NameKey => "tool_name";

    protected override string ArgumentsKey => "parameters";

    public override CallReading? Read(string text, bool isEnd, ToolSet tools)
    {
        var fence = text.IndexOf(Open, StringComparison.Ordinal);
        var reading = base.Read(text[fence..], isEnd, tools);
        return reading is { Calls.Count: > 0 } ? reading with { Length = reading.Length + fence } : reading;
    }

    public override string Describe(CallGrammar grammar)
    {
        var call = grammar.AnyCall(function => Describe(grammar, function));
        return $"""
            {GbnfBuilder.Literal(Action)} {grammar.Space} {GbnfBuilder.Literal(Open)} {grammar.Space} "[" {grammar.Space} {grammar.Calls(call, $"\",\" {grammar.Space}")} {grammar.Space} "]" {grammar.Space} {GbnfBuilder.Literal(Close)}
            """;
    }

    public override PromptText Write(IReadOnlyList<FunctionCallContent> calls, IReadOnlyList<string> avoid) =>
        PromptText.Concat(PromptText.FromTemplate($"{Action}\n"), base.Write(calls, avoid));
}
