using Edge.AI.Grammars;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary><c>&lt;|START_ACTION|&gt;[{"tool_call_id": "0", "tool_name": …, "parameters": {…}}]&lt;|END_ACTION|&gt;</c>: Command R7B and Command A.</summary>
internal sealed class CommandFormat : JsonCallFormat
{
    protected override string Open => "<|START_ACTION|>";

    protected override string Close => "<|END_ACTION|>";

    protected override bool IsList => true;

    protected override string NameKey => "tool_name";

    protected override string ArgumentsKey => "parameters";

    /// <summary>The model numbers its calls.</summary>
    protected override string Describe(CallGrammar grammar, AIFunctionDeclaration function) =>
        $$"""
        "{" {{grammar.Space}} "\"tool_call_id\":" {{grammar.Space}} "\"" [0-9]{1,3} "\"," {{grammar.Space}} "\"tool_name\":" {{grammar.Space}} {{GbnfBuilder.Literal(Quote(function.Name))}} "," {{grammar.Space}} "\"parameters\":" {{grammar.Space}} {{grammar.Arguments(function)}} {{grammar.Space}} "}"
        """;
}
