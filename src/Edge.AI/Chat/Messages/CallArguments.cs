using System.Text.Json;
using Edge.AI.Chat.Templates.Text;
using Edge.AI.Chat.Templates.Values;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>The arguments of a call as the JSON object that they came from.</summary>
internal static class CallArguments
{
    private static readonly JsonElement None = JsonElement.Parse("{}");

    public static JsonElement Of(FunctionCallContent call) => call.Arguments is null
        ? None
        : JsonSerializer.SerializeToElement(call.Arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));

    /// <summary>JSON in the notation that models saw in training: Python's.</summary>
    public static string TextOf(JsonElement json)
    {
        var writer = new PythonJsonWriter(indent: null, ", ", ": ", isAscii: false, isSorted: false);
        writer.Write(InputValue.From(json));
        return writer.ToValue().Text;
    }
}
