using System.Text.Json;
using Edge.AI.Chat.Templates.Values;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Templates;

/// <summary>The variables of a template, from a JSON object.</summary>
internal static class TemplateInput
{
    public static Dictionary<string, TemplateValue> Read(FileInfo file)
    {
        using var stream = file.OpenRead();
        try
        {
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => InputValue.From(property.Value), StringComparer.Ordinal)
                : throw Invalid(file, $"is {document.RootElement.ValueKind}, not an object", null);
        }
        catch (JsonException error)
        {
            throw Invalid(file, $"is no JSON at line {error.LineNumber + 1}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            throw Invalid(file, $"can't be read: {error.Message}", error); // half a surrogate pair, or a property that is there twice
        }
    }

    private static EdgeAIException Invalid(FileInfo file, string problem, Exception? cause) =>
        new(ToolErrors.InputInvalid, $"'{file.Name}' {problem}.", "The input is one JSON object, such as {\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}], \"add_generation_prompt\": true}.", innerException: cause);
}
