using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.AI.Samples.Fleet;

/// <summary>
/// Finds the conversation of a request. Clients send the whole conversation each time, so it is known by its beginning: the messages up to the first one of the user. The
/// system prompt alone would send all users of an app to one server. A client can name the conversation itself with OpenAI's option <c>prompt_cache_key</c>.
/// </summary>
internal static class ConversationKey
{
    private const int MaxBytes = 1 << 20; // many short values need up to 14 times their size while they are read

    /// <summary>Returns what all requests of a conversation have in common; null if the body is not a conversation, or too large to look for one.</summary>
    public static string? Of(MemoryStream body)
    {
        try
        {
            var request = body.Length > MaxBytes ? null : JsonNode.Parse(body.GetBuffer().AsSpan(0, (int)body.Length)) as JsonObject;
            var beginning = request?["prompt_cache_key"] ?? request?["messages"] ?? request?["input"] ?? request?["prompt"];
            return beginning is JsonArray messages
                ? string.Concat(messages.Take(1 + messages.TakeWhile(message => !IsOfUser(message)).Count()).Select(message => message?.ToJsonString()))
                : beginning is null ? null : string.Concat(beginning.ToJsonString().Take(256)); // a text has no messages: its first characters
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            return null; // The server tells the client what is wrong.
        }
    }

    private static bool IsOfUser(JsonNode? message) => (message as JsonObject)?["role"]?.ToString() == "user";
}
