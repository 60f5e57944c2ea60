using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>A call as a model wrote it. The arguments should be a JSON object, but may be any text.</summary>
internal sealed record ToolCall(string Name, string Arguments)
{
    /// <summary>Whether the arguments are a complete JSON object.</summary>
    public bool IsWhole => ToContent(CallIdStyle.Any).Exception is null;

    /// <summary>Converts the call to the caller's content. It gets a new id, because a model may repeat its ids. A problem with the arguments becomes its <see cref="FunctionCallContent.Exception"/>.</summary>
    public FunctionCallContent ToContent(CallIdStyle ids) =>
        FunctionCallContent.CreateFromParsedArguments(Arguments, ids.Next(), Name, static json => Parse(json));

    private static Dictionary<string, object?> Parse(string json)
    {
        var arguments = JsonElement.Parse(json);
        return arguments.ValueKind == JsonValueKind.Object
            ? arguments.EnumerateObject().ToDictionary(property => property.Name, object? (property) => property.Value, StringComparer.Ordinal)
            : throw new JsonException($"The arguments are not a JSON object ({arguments.ValueKind}).");
    }
}
