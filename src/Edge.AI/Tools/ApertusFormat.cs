using System.Text.Json;
using Edge.AI.Grammars;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary><c>&lt;|tools_prefix|&gt;[{"name": {…}}]&lt;|tools_suffix|&gt;</c>, with the name as the key: Apertus.</summary>
internal sealed class ApertusFormat : JsonCallFormat
{
    protected override string Open => "<|tools_prefix|>";

    protected override string Close => "<|tools_suffix|>";

    protected override bool IsList => true;

    protected override string Describe(CallGrammar grammar, AIFunctionDeclaration function) =>
        $$"""
        "{" {{grammar.Space}} {{GbnfBuilder.Literal(Quote(function.Name))}} ":" {{grammar.Space}} {{grammar.Arguments(function)}} {{grammar.Space}} "}"
        """;

    protected override string Write(FunctionCallContent call, IReadOnlyList<string> avoid) => $$"""{{{Quote(call.Name)}}: {{ArgumentsJson.TextOf(ArgumentsJson.Of(call))}}}""";

    protected override bool IsCall(JsonElement json) => json.ValueKind == JsonValueKind.Object && json.EnumerateObject().Count() == 1;

    protected override ToolCall ToCall(JsonElement json)
    {
        var call = json.EnumerateObject().Single();
        return new(call.Name, call.Value.GetRawText());
    }
}
