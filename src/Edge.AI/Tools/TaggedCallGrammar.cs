using System.Text.Json;
using Edge.AI.Grammars;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>Writes the grammar of one tool's calls between tags, with the outer tags and without them.</summary>
internal sealed class TaggedCallGrammar(TaggedCallFormat format, CallGrammar grammar, AIFunctionDeclaration function)
{
    private readonly SchemaShapes _shapes = grammar.Shapes(function);

    public string Call()
    {
        if (format.OpenAll.Length == 0)
            return Call(grammar.Literal(format.Open), format.Close, "");

        var outer = Call($"{grammar.Literal(format.OpenAll)} {grammar.Space} {grammar.Literal(format.Open)}", $"{format.Close}\n{format.CloseAll}", "-outer");
        var bare = Call(grammar.Literal(format.Open), format.Close, "-bare");
        return $"{grammar.Rule($"call-{function.Name}-outer", outer)} | {grammar.Rule($"call-{function.Name}-bare", bare)} ({grammar.Space} {grammar.Literal(format.CloseAll)})?";
    }

    private string Call(string open, string close, string way)
    {
        var tail = new TaggedArgumentsGrammar(format, grammar, function.Name, _shapes, close, way);
        List<string> arguments = [.. _shapes.Of(_shapes.Document).Where(SchemaMatch.IsObject).Select(tail.Arguments).Distinct(StringComparer.Ordinal)];
        if (arguments.Count == 0)
            grammar.Argument($"{function.Name}-arguments", JsonElement.Parse("false"), _shapes.Document, JsonNotation.Json); // throws, because no value is valid
        return $"{open} {grammar.Space} {GbnfBuilder.Literal(function.Name + format.AfterName)} {grammar.LineSpace} ({string.Join(" | ", arguments)})";
    }
}
