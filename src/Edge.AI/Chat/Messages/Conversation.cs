using System.Text.Json;
using Edge.AI.Chat.Templates.Values;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>
/// Reads a caller's messages as turns. What may occur in them goes by content, not by role: a result of a tool becomes a tool turn
/// wherever it stands. Contents that a text model can't take are ignored.
/// </summary>
internal static class Conversation
{
    /// <param name="messages">The caller's messages, from first to last.</param>
    /// <param name="instructions">A system message before all others; null or empty for none.</param>
    /// <exception cref="EdgeOptionException">A message has a role that no template knows.</exception>
    public static List<Turn> Read(IEnumerable<ChatMessage> messages, string? instructions)
    {
        List<Turn> turns = [];
        if (!string.IsNullOrEmpty(instructions))
            turns.Add(new(Turn.System, StringValue.FromInput(instructions)));

        var toolNames = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var message in messages)
            Read(message, toolNames, turns);
        return turns;
    }

    private static void Read(ChatMessage message, Dictionary<string, string> toolNames, List<Turn> turns)
    {
        var role = RoleOf(message.Role);
        var results = message.Contents.OfType<FunctionResultContent>().ToList();
        foreach (var result in results)
        {
            turns.Add(new(Turn.Tool, StringValue.FromInput(TextOf(result.Result)))
            {
                CallId = result.CallId,
                ToolName = toolNames.GetValueOrDefault(result.CallId),
            });
        }

        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        foreach (var call in calls)
            toolNames[call.CallId] = call.Name;

        var thought = string.Concat(message.Contents.OfType<TextReasoningContent>().Select(content => content.Text));
        if (results.Count > 0 && calls.Count == 0 && message.Text.Length == 0 && thought.Length == 0)
            return;

        turns.Add(new(calls.Count > 0 ? Turn.Assistant : role, StringValue.FromInput(message.Text))
        {
            Thought = thought.Length > 0 ? thought : null,
            Calls = calls,
        });
    }

    /// <summary>OpenAI's newer models call the system's role "developer"; templates know only "system".</summary>
    private static string RoleOf(ChatRole role) =>
        role == ChatRole.User ? Turn.User
        : role == ChatRole.Assistant ? Turn.Assistant
        : role == ChatRole.System || role == new ChatRole("developer") ? Turn.System
        : role == ChatRole.Tool ? Turn.Tool
        : throw new EdgeOptionException("messages", $"the role '{role.Value}' is unknown.", "Use system, developer, user, assistant or tool.");

    /// <summary>Text as it is, also where a function's result was turned into JSON on its way; everything else as JSON.</summary>
    private static string TextOf(object? result) => result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        _ => JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object))),
    };
}
