using System.Text.Json;
using Edge.AI.Grammars;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary><c>{"name": …, "parameters": {…}}</c> as the whole answer, or after <c>&lt;|python_tag|&gt;</c>: Llama 3.1 to 3.3.</summary>
internal sealed class Llama3Format : JsonCallFormat
{
    private const string PythonTag = "<|python_tag|>";

    public override IReadOnlyList<CallOpener> Openers(ToolSet tools) => [new(PythonTag, "{"), new("{", AtStart: true, Then: [.. tools.Functions.SelectMany(Beginnings)])];

    public override IReadOnlyList<string> Markers => [PythonTag];

    protected override string Open => "";

    /// <summary>The grammar allows one call, because the models were trained only on single calls.</summary>
    public override string Describe(CallGrammar grammar) =>
        $"{GbnfBuilder.Literal(PythonTag)}? {grammar.Space} {grammar.AnyCall(function => Describe(grammar, function))}";

    /// <summary>Llama 3.1 may write the type first.</summary>
    protected override string Describe(CallGrammar grammar, AIFunctionDeclaration function) =>
        $$"""
        "{" {{grammar.Space}} ("\"type\"" {{grammar.Space}} ":" {{grammar.Space}} "\"function\"" {{grammar.Space}} "," {{grammar.Space}})? "\"name\"" {{grammar.Space}} ":" {{grammar.Space}} {{GbnfBuilder.Literal(Quote(function.Name))}} "," {{grammar.Space}} "\"parameters\":" {{grammar.Space}} {{grammar.Arguments(function)}} {{grammar.Space}} "}"
        """;

    protected override string ArgumentsKey => "parameters";

    protected override bool IsCall(JsonElement json) => base.IsCall(json) && json.TryGetProperty(ArgumentsKey, out _);

    public override CallReading? Read(string text, bool isEnd, ToolSet tools)
    {
        if (!text.StartsWith(PythonTag, StringComparison.Ordinal))
            return base.Read(text, isEnd, tools);

        var reading = base.Read(text[PythonTag.Length..], isEnd, tools);
        return reading is { Calls.Count: > 0 } ? reading with { Length = reading.Length + PythonTag.Length } : reading;
    }

    /// <summary>Without a marker, JSON is a call only if it contains the name of a tool.</summary>
    private static IEnumerable<string> Beginnings(AIFunctionDeclaration function)
    {
        var name = $"\"name\"\n:\n{Quote(function.Name)}";
        return [name, $"\"type\"\n:\n\"function\"\n,\n{name}"];
    }
}
