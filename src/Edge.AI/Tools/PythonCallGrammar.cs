using System.Text.Json;
using Edge.AI.Grammars;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>
/// Writes the grammar of one tool's calls in Python's notation: the arguments in the order of the schema, where optional ones may be missing, then additional arguments if the
/// schema allows them.
/// </summary>
internal sealed class PythonCallGrammar(CallGrammar grammar, AIFunctionDeclaration function)
{
    private readonly SchemaShapes _shapes = grammar.Shapes(function);

    public string Call() => $"{GbnfBuilder.Literal(function.Name + "(")} {Arguments()} \")\"";

    private string Arguments()
    {
        List<string> ways = [.. _shapes.Of(_shapes.Document).Where(SchemaMatch.IsObject).Select(Arguments).Distinct(StringComparer.Ordinal)];
        return ways.Count > 0 ? $"({string.Join(" | ", ways)})" : Value($"{function.Name}-arguments", JsonElement.Parse("false")); // which throws, because no value is valid
    }

    private string Arguments(JsonElement shape)
    {
        var (next, mayEnd) = (Further(shape), true);
        foreach (var argument in TaggedArgument.Of(shape).Reverse())
        {
            var body = $"{GbnfBuilder.Literal(argument.Name + "=")} {Value($"{function.Name}-{argument.Name}", argument.Schema)}";
            var rest = next is null ? "" : $" (\",\" {grammar.Space} {next}){(mayEnd ? "?" : "")}";
            next = grammar.Rule($"{function.Name}-next", argument.IsRequired || next is null ? body + rest : $"{body}{rest} | {next}");
            mayEnd &= !argument.IsRequired;
        }

        return next is null ? "\"\"" : mayEnd ? $"{next}?" : next;
    }

    /// <summary>Any number of arguments whose names are not in the schema; null if they are not allowed.</summary>
    private string? Further(JsonElement shape)
    {
        if (TaggedArgument.Further(shape) is not { } schema)
            return null;

        var argument = grammar.Rule($"{function.Name}-further", $"[^=(),\\x5B\\x5D\\x00-\\x20] [^=(),\\x5B\\x5D\\x00-\\x1F]{{0,60}} \"=\" {Value($"{function.Name}-further", schema)}");
        return grammar.Rule($"{function.Name}-all-further", $"{argument} (\",\" {grammar.Space} {argument})*");
    }

    private string Value(string name, JsonElement schema) => grammar.Argument(name, schema, _shapes.Document, JsonNotation.Python);
}
