using Edge.AI.Grammars;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary><c>[TOOL_CALLS][{"name": …, "arguments": {…}, "id": …}]</c>: Mistral until 2024.</summary>
internal sealed class MistralFormat : JsonCallFormat
{
    public override CallIdStyle CallIds => CallIdStyle.NineLettersOrDigits;

    protected override string Open => "[TOOL_CALLS]";

    protected override bool IsList => true;

    /// <summary>The model may give its calls ids.</summary>
    protected override string Describe(CallGrammar grammar, AIFunctionDeclaration function) =>
        $$"""
        "{" {{grammar.Space}} "\"name\":" {{grammar.Space}} {{GbnfBuilder.Literal(Quote(function.Name))}} "," {{grammar.Space}} "\"arguments\":" {{grammar.Space}} {{grammar.Arguments(function)}} ("," {{grammar.Space}} "\"id\":" {{grammar.Space}} "\"" [A-Za-z0-9]{9} "\"")? {{grammar.Space}} "}"
        """;
}
