using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>A call as a model wrote it: the arguments are meant to be a JSON object, but nothing promises that they are.</summary>
internal sealed record ToolCall(string Name, string Arguments)
{
    /// <summary>Whether the arguments are what they are meant to be.</summary>
    public bool IsWhole => ToContent(CallIdStyle.Any).Exception is null;

    /// <summary>The call for the caller, with an id of our own (a model may repeat its); what is wrong with the arguments goes to its <see cref="FunctionCallContent.Exception"/>.</summary>
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
