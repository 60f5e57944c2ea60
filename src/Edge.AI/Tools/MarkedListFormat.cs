using Edge.AI.Grammars;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>A list of <c>{"name": …, "arguments": {…}}</c> after a marker: Granite 3, Phi-4-mini, Nemotron Nano 2, Apriel.</summary>
/// <param name="open">The marker before the list.</param>
/// <param name="close">The marker after it; empty for none.</param>
internal sealed class MarkedListFormat(string open, string close) : JsonCallFormat
{
    protected override string Open => open;

    protected override string Close => close;

    protected override bool IsList => true;

    /// <summary>Apriel gives its calls ids.</summary>
    protected override string Describe(CallGrammar grammar, AIFunctionDeclaration function) =>
        $$"""
        "{" {{grammar.Space}} "\"name\":" {{grammar.Space}} {{GbnfBuilder.Literal(Quote(function.Name))}} "," {{grammar.Space}} "\"arguments\":" {{grammar.Space}} {{grammar.Arguments(function)}} ("," {{grammar.Space}} "\"id\":" {{grammar.Space}} "\"" [A-Za-z0-9_\x2D]{1,64} "\"")? {{grammar.Space}} "}"
        """;
}
