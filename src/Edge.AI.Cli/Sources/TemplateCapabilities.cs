using System.Text.Json;
using Edge.AI.Templates;

namespace Edge.AI.Cli.Sources;

/// <summary>Finds the capabilities of a chat template by rendering it.</summary>
internal static class TemplateCapabilities
{
    private const string Tool = "probe_of_edge_ai";

    private static readonly string[] ReasoningMarks = ["<think", "enable_thinking", "reasoning_content", "<|channel|>"];

    private static readonly Dictionary<string, object?> Conversation = Variables($$"""
        {
          "messages": [{ "role": "user", "content": "Hello" }],
          "tools": [{ "type": "function", "function": { "name": "{{Tool}}", "description": "A tool", "parameters": { "type": "object", "properties": {} } } }],
          "add_generation_prompt": true, "bos_token": "", "eos_token": ""
        }
        """);

    /// <summary>Returns the capabilities as a manifest names them: chat, tools if the template shows them to the model, reasoning if it mentions reasoning.</summary>
    /// <param name="template">The template.</param>
    /// <param name="toolTemplate">The template for conversations with tools, often the same one.</param>
    public static IReadOnlyList<string> Of(string template, string toolTemplate) =>
    [
        "chat",
        .. Shows(toolTemplate, Tool) ? ["tools"] : Array.Empty<string>(),
        .. ReasoningMarks.Any(word => template.Contains(word, StringComparison.Ordinal)) ? ["reasoning"] : Array.Empty<string>(),
    ];

    private static bool Shows(string template, string tool)
    {
        try
        {
            return ChatTemplate.Parse(template, "probe").Render(Conversation).Text.Contains(tool, StringComparison.Ordinal);
        }
        catch (TemplateException)
        {
            return false; // A template without support for tools can refuse them.
        }
    }

    private static Dictionary<string, object?> Variables(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value.Clone(), StringComparer.Ordinal);
    }
}
