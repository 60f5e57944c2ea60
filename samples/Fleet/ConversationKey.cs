using System.Text.Json;

namespace Edge.AI.Samples.Fleet;

/// <summary>
/// Finds the conversation of a request. Clients send the whole conversation each time, so it is known by its beginning: the messages up to the first one of the user. The
/// system prompt alone would send all users of an app to one server. A client can name the conversation itself with OpenAI's option <c>prompt_cache_key</c>.
/// </summary>
internal static class ConversationKey
{
    private const int MemoryBytes = 1 << 20; // larger bodies are kept in a temporary file
    private const int PromptCharacters = 256;

    private static readonly object s_item = new();

    public static string? Of(HttpContext context) => (string?)context.Items[s_item];

    /// <summary>Reads the body, and keeps it for the servers.</summary>
    public static async Task ReadAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.EnableBuffering(MemoryBytes);
        if (HttpMethods.IsPost(context.Request.Method))
        {
            try
            {
                using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
                context.Items[s_item] = Of(body.RootElement);
            }
            catch (JsonException)
            {
                // The server tells the client what is wrong.
            }

            context.Request.Body.Position = 0;
        }

        await next(context);
    }

    private static string? Of(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return null;
        if (Text(body, "prompt_cache_key") is { } name)
            return name;
        if (Text(body, "prompt") is { } prompt)
            return prompt[..Math.Min(prompt.Length, PromptCharacters)];

        return body.TryGetProperty("messages", out var messages) || body.TryGetProperty("input", out messages) ? Beginning(messages) : null;
    }

    private static string Beginning(JsonElement messages)
    {
        if (messages.ValueKind != JsonValueKind.Array)
            return messages.GetRawText();

        var first = messages.EnumerateArray().TakeWhile(message => !IsOfUser(message)).Count();
        return string.Concat(messages.EnumerateArray().Take(first + 1).Select(message => message.GetRawText()));
    }

    private static bool IsOfUser(JsonElement message) => message.ValueKind == JsonValueKind.Object && Text(message, "role") == "user";

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
