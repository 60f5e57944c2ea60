using System.Text.Json;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Templates;

/// <summary>The variables of a template, from a JSON object.</summary>
internal static class TemplateInput
{
    public static Dictionary<string, object?> Read(FileInfo file)
    {
        using var stream = file.OpenRead();
        try
        {
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value.Clone(), StringComparer.Ordinal)
                : throw Invalid(file, $"is {document.RootElement.ValueKind}, not an object", null);
        }
        catch (JsonException error)
        {
            throw Invalid(file, $"is not valid JSON: line {error.LineNumber + 1}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            throw Invalid(file, $"can't be read: {error.Message}", error); // An unpaired surrogate in a name, or a duplicate property.
        }
    }

    /// <summary>Whether tools are offered, as Python would decide it.</summary>
    public static bool HasTools(Dictionary<string, object?> variables) => variables.GetValueOrDefault("tools") is JsonElement tools && tools.ValueKind switch
    {
        JsonValueKind.Array => tools.GetArrayLength() > 0,
        JsonValueKind.Object => tools.GetPropertyCount() > 0,
        JsonValueKind.String => !tools.ValueEquals(""),
        JsonValueKind.Number => tools.GetDouble() != 0,
        var kind => kind == JsonValueKind.True,
    };

    public static EdgeAIException Invalid(FileInfo file, string problem, Exception? cause) =>
        new(ToolErrors.InputInvalid, $"'{file.Name}' {problem}.", "The input is one JSON object, such as {\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}], \"add_generation_prompt\": true}.", innerException: cause);
}
