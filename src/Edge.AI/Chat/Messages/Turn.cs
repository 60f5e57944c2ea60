using Edge.AI.Chat.Templates.Values;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>One turn of a conversation, in the words of chat templates.</summary>
/// <param name="Role">"system", "user", "assistant" or "tool".</param>
/// <param name="Text">What was said. It may mix what the caller wrote with what the client wrote on the template's behalf.</param>
internal sealed record Turn(string Role, StringValue Text)
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";
    public const string Tool = "tool";

    /// <summary>What the assistant thought before it spoke; null if nothing is known of that.</summary>
    public string? Thought { get; init; }

    /// <summary>The tools that the assistant called.</summary>
    public IReadOnlyList<FunctionCallContent> Calls { get; init; } = [];

    /// <summary>The tools that this system turn offers, as JSON; null for none.</summary>
    public StringValue? Tools { get; init; }

    /// <summary>The call that this tool turn answers.</summary>
    public string? CallId { get; init; }

    /// <summary>The tool that was called; null if its call is not in the conversation.</summary>
    public string? ToolName { get; init; }

    /// <summary>Both turns as one, with a blank line between their texts.</summary>
    public Turn JoinedWith(Turn next, string separator = "\n\n") => this with
    {
        Text = Text.Text.Length == 0 || next.Text.Text.Length == 0
            ? StringValue.Concat(Text, next.Text)
            : StringValue.Concat(StringValue.Concat(Text, StringValue.FromTemplate(separator)), next.Text),
        Thought = Thought is null ? next.Thought : Thought + next.Thought,
        Calls = [.. Calls, .. next.Calls],
    };
}
