using System.Text.Json;
using Edge.AI.Grammars;

namespace Edge.AI.Tools;

/// <summary>
/// Writes the grammar of the part after a tool's name: the arguments in the order of the schema, where optional ones may be missing, then additional arguments if the schema allows
/// them, and the end of the call. A value and the text after it are one rule, because that text ends the value.
/// </summary>
/// <param name="format">The tags.</param>
/// <param name="grammar">Receives the rules.</param>
/// <param name="tool">The tool's name.</param>
/// <param name="shapes">The tool's schema.</param>
/// <param name="close">The end of the call. A line break matches any white space.</param>
/// <param name="way">Distinguishes the rules for this end from those for another end.</param>
internal sealed class TaggedArgumentsGrammar(TaggedCallFormat format, CallGrammar grammar, string tool, SchemaShapes shapes, string close, string way)
{
    /// <summary>With more parameters, any arguments are allowed.</summary>
    private const int MaxArguments = 500;

    private static readonly JsonElement s_anything = JsonElement.Parse("{}");

    public string Arguments(JsonElement shape)
    {
        if (TaggedArgument.Of(shape).Count > MaxArguments)
            shape = s_anything;

        var (next, mayEnd) = (Further(shape), true);
        foreach (var argument in TaggedArgument.Of(shape).Reverse())
        {
            var name = $"{tool}-{argument.Name}";
            if (Value(name, argument.Schema, next, mayEnd) is not { } value)
            {
                if (argument.IsRequired)
                    grammar.Argument(name, argument.Schema, shapes.Document, JsonNotation.Python); // throws, because no value is valid
                continue;
            }

            var rule = grammar.Rule(name, $"{GbnfBuilder.Literal(argument.Name)} {grammar.Literal(format.BeforeValue)} {value}");
            next = argument.IsRequired || next is null ? rule : grammar.Rule($"{tool}-next", $"{rule} | {next}");
            mayEnd &= !argument.IsRequired;
        }

        return Follow(next, mayEnd);
    }

    /// <summary>Any number of arguments whose names are not in the schema; null if they are not allowed.</summary>
    private string? Further(JsonElement shape)
    {
        if (TaggedArgument.Further(shape) is not { } schema || shapes.Of(schema).Count == 0)
            return null;

        var rule = grammar.Reserve($"{tool}-further");
        var name = grammar.Once("free-name", () => "[^<>\\x00-\\x20] [^<>\\x00-\\x1F]{0,60}");
        grammar.Define(rule, $"{name} {grammar.Literal(format.BeforeValue)} {Value(rule, schema, rule, mayEnd: true)}");
        return rule;
    }

    /// <summary>A rule for a value, its tag, and the text after it; null if no value is valid.</summary>
    private string? Value(string name, JsonElement schema, string? next, bool mayEnd)
    {
        var values = new TaggedValues(shapes, schema);
        return values.IsFreeText ? $"({string.Join(" | ", Text(next, mayEnd))})"
            : values.Body(grammar, name) is { } body ? $"({body}) {grammar.Literal(format.AfterValue)} {grammar.LineSpace} ({Follow(next, mayEnd)})"
            : null;
    }

    private string Follow(string? next, bool mayEnd) => string.Join(
        " | ", new[] { next is null ? null : $"{GbnfBuilder.Literal(format.OpenKey)} {next}", mayEnd ? grammar.Literal(close) : null }.OfType<string>());

    /// <summary>A rule for free text, its end, and the text after it.</summary>
    private IEnumerable<string> Text(string? next, bool mayEnd)
    {
        string[] followers = [format.OpenKey, close];
        if (next is not null)
            yield return $"{grammar.Once($"text-before-argument{way}", () => TaggedText.Until(grammar, format.AfterValue, followers, 0))} {next}";
        if (mayEnd)
            yield return grammar.Once($"text-before-end{way}", () => TaggedText.Until(grammar, format.AfterValue, followers, 1));
    }
}
