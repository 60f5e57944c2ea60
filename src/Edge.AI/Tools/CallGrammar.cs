using System.Text.Json;
using Edge.AI.Grammars;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>The parts from which formats build their grammars: the tools that may be called, and the rules for their arguments.</summary>
internal sealed class CallGrammar(GbnfBuilder builder, ToolSet tools)
{
    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type": "object"}""");

    /// <summary>White space between the parts of a call. The pattern is valid in regular expressions and in grammars.</summary>
    public const string SpacePattern = @"[ \t\n\r]{0,20}";

    public string Space => builder.Share("call-space", SpacePattern);

    /// <summary>White space around a value that may be on a line of its own.</summary>
    public string LineSpace => builder.Share("line-space", "[ \\n]{0,2}");

    /// <summary>A literal. As in <see cref="JsonScanner.Skip"/>, a line break in it stands for any white space.</summary>
    public string Literal(string text) => string.Join($" {Space} ", text.Split('\n').Where(line => line.Length > 0).Select(GbnfBuilder.Literal)) is { Length: > 0 } literal ? literal : Space;

    /// <summary>The rule for a tool's arguments as a JSON object.</summary>
    public string Arguments(AIFunctionDeclaration function) => builder.AddSchema($"{function.Name}-arguments", SchemaOf(function));

    /// <summary>A tool's schema, resolved within the limits of this grammar.</summary>
    public SchemaShapes Shapes(AIFunctionDeclaration function) => new(SchemaOf(function), builder.Limits);

    /// <summary>The rule for one argument as a value of JSON or Python.</summary>
    /// <param name="name">The name of the rule.</param>
    /// <param name="schema">The argument's schema.</param>
    /// <param name="document">The schema that contains it.</param>
    /// <param name="notation">The notation of values.</param>
    public string Argument(string name, JsonElement schema, JsonElement document, JsonNotation notation) => builder.AddSchema(name, schema, document, notation);

    /// <summary>Reserves a name for a rule that is defined later, so that other rules can refer to it.</summary>
    public string Reserve(string name) => builder.Reserve(name);

    /// <summary>Defines a reserved rule.</summary>
    public void Define(string name, string body) => builder.Define(name, body);

    /// <summary>Adds a rule of a format, and returns its name.</summary>
    public string Rule(string name, string body) => builder.AddRule(name, body);

    /// <summary>Returns a shared rule. Its body is created the first time.</summary>
    public string Once(string name, Func<string> body) => builder.Once(name, body);

    /// <summary>A rule for one of some texts.</summary>
    public string OneOf(string name, IEnumerable<string> texts) => builder.AddRule(name, TextTree.Add(builder, texts, name, int.MaxValue)!);

    /// <summary>A rule for any text up to a marker, including the marker.</summary>
    public string Until(string marker) => TextRules.Until(builder, marker);

    /// <summary>A rule for one call of any tool that may be called.</summary>
    /// <param name="call">Returns the rule for a call of one tool.</param>
    public string AnyCall(Func<AIFunctionDeclaration, string> call) =>
        builder.AddRule("call", string.Join(" | ", tools.Callable.Select(function => builder.AddRule($"call-{function.Name}", call(function)))));

    /// <summary>A rule for one call, or for several if that is allowed.</summary>
    public string Calls(string call, string separator) => tools.AllowsSeveral ? $"{call} ({separator} {call})*" : call;

    /// <summary>For templates and models, a tool without parameters has an empty object as its parameters.</summary>
    public static JsonElement SchemaOf(AIFunctionDeclaration function) => function.JsonSchema.ValueKind == JsonValueKind.Object ? function.JsonSchema : AnyObject;
}
