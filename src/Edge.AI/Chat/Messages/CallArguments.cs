using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>The arguments of a call as the JSON object that they came from.</summary>
internal static class CallArguments
{
    private static readonly JsonElement None = JsonElement.Parse("{}");

    public static JsonElement Of(FunctionCallContent call) => call.Arguments is null
        ? None
        : JsonSerializer.SerializeToElement(call.Arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));
}
