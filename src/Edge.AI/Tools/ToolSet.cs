using System.Collections.Concurrent;
using System.Text.Json;
using Edge.AI.Common;
using Edge.AI.Grammars;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>The functions of a request, and whether they must be called. Tools that are not functions are ignored.</summary>
internal sealed class ToolSet
{
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    private static readonly TaggedParameters s_unknown = new(null);

    private readonly Dictionary<string, AIFunctionDeclaration> _byName;
    private readonly ConcurrentDictionary<string, TaggedParameters> _parameters = new(StringComparer.Ordinal);

    private ToolSet(IReadOnlyList<AIFunctionDeclaration> functions, Dictionary<string, AIFunctionDeclaration> byName, RequiredChatToolMode? required, bool allowsSeveral)
    {
        (Functions, _byName) = (functions, byName);
        (IsRequired, AllowsSeveral) = (required is not null, allowsSeveral);
        Callable = required?.RequiredFunctionName is { } name ? [byName[name]] : functions;
    }

    /// <summary>The functions that the model is told about.</summary>
    public IReadOnlyList<AIFunctionDeclaration> Functions { get; }

    /// <summary>The functions that the model may call: all, or the required one.</summary>
    public IReadOnlyList<AIFunctionDeclaration> Callable { get; }

    /// <summary>Whether a call is required.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether several calls are allowed.</summary>
    public bool AllowsSeveral { get; }

    /// <summary>Everything that the grammar of calls depends on. Equal sets have equal keys.</summary>
    public string Key => $"{(IsRequired ? "required" : "auto")} {(AllowsSeveral ? "several" : "one")} {string.Concat(Callable.Select(function => $"{JsonCallFormat.Quote(function.Name)}{ParametersOf(function).GetRawText()}"))}";

    /// <summary>Returns the tools of a request; null if there are none.</summary>
    /// <exception cref="EdgeOptionException">The options are contradictory.</exception>
    public static ToolSet? From(ChatOptions options)
    {
        var required = options.ToolMode as RequiredChatToolMode;
        List<AIFunctionDeclaration> functions = options.ToolMode is NoneChatToolMode ? [] : [.. options.Tools?.OfType<AIFunctionDeclaration>() ?? []];
        if (functions.Count == 0)
        {
            return required is null
                ? null
                : throw new EdgeOptionException(nameof(options.ToolMode), "a tool call is required, but Tools contains no function.", "Add the function to Tools, or set ToolMode to ChatToolMode.Auto.");
        }

        var byName = new Dictionary<string, AIFunctionDeclaration>(StringComparer.Ordinal);
        foreach (var function in functions)
        {
            if (!byName.TryAdd(function.Name, function))
                throw new EdgeOptionException(nameof(options.Tools), $"two tools have the name '{function.Name}'.", "Give each tool a unique name.");
            if (UnpairedSurrogates.AreIn(function.Name))
                throw new EdgeOptionException(nameof(options.Tools), $"the name '{ForeignText.Name(function.Name)}' contains an unpaired surrogate.", "Complete the surrogate pair, or remove the character.");
            SchemaSurrogates.Refuse(function.JsonSchema, nameof(options.Tools));
        }

        if (required?.RequiredFunctionName is { } name && !byName.ContainsKey(name))
            throw new EdgeOptionException(nameof(options.ToolMode), $"the required function '{name}' is not in Tools.", $"Require one of: {string.Join(", ", byName.Keys)}.");
        return new(functions, byName, required, options.AllowMultipleToolCalls ?? true);
    }

    public AIFunctionDeclaration? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Returns the schemas of a tool's arguments; empty for a tool that was not offered.</summary>
    public TaggedParameters ParametersOf(string name) => _byName.TryGetValue(name, out var function) ? _parameters.GetOrAdd(name, static (_, function) => new(function), function) : s_unknown;

    /// <summary>The tools as JSON objects with name, description and parameters.</summary>
    public IEnumerable<string> ToJson() => Functions.Select(function =>
        $$"""{"name": {{JsonCallFormat.Quote(function.Name)}}, "description": {{JsonCallFormat.Quote(UnpairedSurrogates.Replace(function.Description))}}, "parameters": {{ArgumentsJson.TextOf(ParametersOf(function))}}}""");

    /// <summary>The tools for templates, as OpenAI's declarations.</summary>
    public IReadOnlyList<object> ToTemplateValue() =>
    [
        .. Functions.Select(function => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["type"] = "function",
            ["function"] = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["name"] = function.Name,
                ["description"] = UnpairedSurrogates.Replace(function.Description),
                ["parameters"] = ParametersOf(function),
            },
        }),
    ];

    /// <summary>Templates iterate over <c>parameters.properties</c>, so the schema must be an object.</summary>
    private static JsonElement ParametersOf(AIFunctionDeclaration function) => function.JsonSchema.ValueKind == JsonValueKind.Object ? function.JsonSchema : NoParameters;
}
