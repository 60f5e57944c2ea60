using Edge.AI.Native;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>Renders a conversation as the text that the model was trained to go on with.</summary>
internal sealed class PromptRenderer(string template, string modelId)
{
    /// <summary>The prompt, ending where the assistant's answer begins.</summary>
    public string Render(IEnumerable<ChatMessage> messages, string? instructions)
    {
        List<(string Role, string Content)> turns = [];
        if (!string.IsNullOrEmpty(instructions))
            turns.Add(("system", instructions));
        foreach (var message in messages)
            turns.Add((RoleOf(message), message.Text));

        return NativeChatTemplate.Render(template, turns)
            ?? throw new ModelValidationException(
                modelId, "has a chat template that is not known.", "Give the model one of the usual templates with chat.template in its manifest entry.");
    }

    private static string RoleOf(ChatMessage message) => message.Role.Value == "developer" ? "system" : message.Role.Value;
}
