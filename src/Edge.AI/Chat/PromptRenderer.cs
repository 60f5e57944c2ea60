using Edge.AI.Chat.Templates;
using Edge.AI.Chat.Templates.Values;
using Edge.AI.Native;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>Renders a conversation through the model's own template, as the tokens that the model was trained to go on with.</summary>
internal sealed class PromptRenderer
{
    private readonly ChatTemplate _template;
    private readonly PromptTokenizer _tokenizer;
    private readonly TemplateValue _beginOfSequence;
    private readonly TemplateValue _endOfSequence;

    public PromptRenderer(ChatTemplate template, Vocabulary vocabulary)
    {
        (_template, _tokenizer) = (template, new(vocabulary));
        _beginOfSequence = StringValue.FromTemplate(vocabulary.BeginOfSequence);
        _endOfSequence = StringValue.FromTemplate(vocabulary.EndOfSequence);
    }

    /// <summary>The prompt, ending where the assistant's answer begins.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="instructions">A system message before all others; null for none.</param>
    /// <param name="now">The local time, for templates that tell the model the date.</param>
    public int[] Render(IEnumerable<ChatMessage> messages, string? instructions, DateTimeOffset now)
    {
        var turns = messages.Select(message => Turn(RoleOf(message), message.Text));
        if (!string.IsNullOrEmpty(instructions))
            turns = turns.Prepend(Turn(ChatRole.System.Value, instructions));

        return _tokenizer.Tokenize(_template.Render(
            new Dictionary<string, TemplateValue>(StringComparer.Ordinal)
            {
                ["messages"] = InputValue.From(turns),
                ["add_generation_prompt"] = BooleanValue.True,
                ["bos_token"] = _beginOfSequence,
                ["eos_token"] = _endOfSequence,
            },
            now));
    }

    private static TemplateValue Turn(string role, string content) => InputValue.From(
    [
        KeyValuePair.Create("role", InputValue.From(role)),
        KeyValuePair.Create("content", InputValue.From(content)),
    ]);

    /// <summary>OpenAI's newer models call the system's role "developer"; templates know only "system".</summary>
    private static string RoleOf(ChatMessage message) => message.Role.Value == "developer" ? ChatRole.System.Value : message.Role.Value;
}
