using System.Text.Json;
using Edge.AI.Grammars;

namespace Edge.AI.Tools;

/// <summary>
/// The grammar of what comes behind a tool's name: its arguments in the order of its schema, the optional ones or not, then further ones where the schema speaks
/// of them, and the end of the call. A value and what follows it are one rule, because text ends where that follows.
/// </summary>
/// <param name="format">The tags.</param>
/// <param name="grammar">Where the rules go.</param>
/// <param name="tool">The tool's name.</param>
/// <param name="shapes">The tool's schema.</param>
/// <param name="close">What ends the call; a line break stands for any white space.</param>
/// <param name="way">Tells rules of this end from those of another.</param>
internal sealed class TaggedArgumentsGrammar(TaggedCallFormat format, CallGrammar grammar, string tool, SchemaShapes shapes, string close, string way)
{
    /// <summary>With more, any are taken.</summary>
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
                    grammar.Argument(name, argument.Schema, shapes.Document, JsonNotation.Python); // says why it can't have a value
                continue;
            }

            var rule = grammar.Rule(name, $"{GbnfBuilder.Literal(argument.Name)} {grammar.Literal(format.BeforeValue)} {value}");
            next = argument.IsRequired || next is null ? rule : grammar.Rule($"{tool}-next", $"{rule} | {next}");
            mayEnd &= !argument.IsRequired;
        }

        return Follow(next, mayEnd);
    }

    /// <summary>Any number of arguments whose names the schema does not give; null where there may be none.</summary>
    private string? Further(JsonElement shape)
    {
        if (TaggedArgument.Further(shape) is not { } schema || shapes.Of(schema).Count == 0)
            return null;

        var rule = grammar.Reserve($"{tool}-further");
        var name = grammar.Once("free-name", () => "[^<>\\x00-\\x20] [^<>\\x00-\\x1F]{0,60}");
        grammar.Define(rule, $"{name} {grammar.Literal(format.BeforeValue)} {Value(rule, schema, rule, mayEnd: true)}");
        return rule;
    }

    /// <summary>A value, its tag, and what follows; null if there is no value.</summary>
    private string? Value(string name, JsonElement schema, string? next, bool mayEnd)
    {
        var values = new TaggedValues(shapes, schema);
        return values.IsFreeText ? $"({string.Join(" | ", Text(next, mayEnd))})"
            : values.Body(grammar, name) is { } body ? $"({body}) {grammar.Literal(format.AfterValue)} {grammar.LineSpace} ({Follow(next, mayEnd)})"
            : null;
    }

    private string Follow(string? next, bool mayEnd) => string.Join(
        " | ", new[] { next is null ? null : $"{GbnfBuilder.Literal(format.OpenKey)} {next}", mayEnd ? grammar.Literal(close) : null }.OfType<string>());

    /// <summary>Free text with what ends it, and what comes then.</summary>
    private IEnumerable<string> Text(string? next, bool mayEnd)
    {
        string[] followers = [format.OpenKey, close];
        if (next is not null)
            yield return $"{grammar.Once($"text-before-argument{way}", () => TaggedText.Until(grammar, format.AfterValue, followers, 0))} {next}";
        if (mayEnd)
            yield return grammar.Once($"text-before-end{way}", () => TaggedText.Until(grammar, format.AfterValue, followers, 1));
    }
}
