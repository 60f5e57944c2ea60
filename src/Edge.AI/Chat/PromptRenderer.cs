using Edge.AI.Chat.Answers;
using Edge.AI.Chat.Messages;
using Edge.AI.Chat.Templates;
using Edge.AI.Chat.Templates.Text;
using Edge.AI.Chat.Templates.Values;
using Edge.AI.Chat.Thoughts;
using Edge.AI.Chat.Tools;
using Edge.AI.Inference;
using Edge.AI.Native;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>Renders a conversation through the model's own template, as the tokens that the model was trained to go on with.</summary>
internal sealed class PromptRenderer
{
    private readonly ChatTemplate _template;
    private readonly PromptTokenizer _tokenizer;
    private readonly Dictionary<string, TemplateValue> _constants;
    private readonly TemplateTraits _traits;
    private readonly int[] _closingTokens;

    /// <param name="source">The Jinja source of the template.</param>
    /// <param name="name">Where it comes from, for messages.</param>
    /// <param name="vocabulary">The model's vocabulary.</param>
    /// <exception cref="ModelValidationException">The template has a syntax error or uses an unknown filter, test or tag.</exception>
    public PromptRenderer(string source, string name, Vocabulary vocabulary)
    {
        (_template, _tokenizer) = (ChatTemplate.Parse(source, name), new(vocabulary));
        _constants = new(StringComparer.Ordinal)
        {
            ["bos_token"] = StringValue.FromTemplate(vocabulary.BeginOfSequence),
            ["eos_token"] = StringValue.FromTemplate(vocabulary.EndOfSequence),
        };
        _traits = new TemplateProbe(_template, _constants).Examine();
        Format = new(ToolFormats.Find(source, _traits), ThoughtFormat.Find(source), TextFrame.Find(source));
        if (Format.Tools == ToolFormats.Generic)
            _traits = _traits with { ToolsVariable = null, WantsToolsInSystemTurn = false, WritesCalls = false, WritesResults = false }; // what the model is told about calls must be what it sees of them
        _closingTokens = Format.Thoughts is { } thoughts ? vocabulary.Tokenize(thoughts.End, addSpecial: false, parseSpecial: true) : [];
        MarkerTokens = vocabulary.ControlTokensIn(Format.Markers);
    }

    /// <summary>What the model's answers look like.</summary>
    public AnswerFormat Format { get; }

    /// <summary>The control tokens that are part of that.</summary>
    public IReadOnlySet<int> MarkerTokens { get; }

    /// <summary>A limit for the model's thought; null if it has none.</summary>
    public ThoughtLimit? Limit(int tokens, Prompt prompt) => Format.Thoughts is { } thoughts
        ? new(tokens, thoughts.Open, thoughts.Close, prompt.IsThinking, _closingTokens)
        : null;

    /// <summary>The prompt, ending where the assistant's answer begins.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="request">What is asked of the model besides.</param>
    /// <param name="now">The local time, for templates that tell the model the date.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    public Prompt Render(IEnumerable<ChatMessage> messages, ChatRequest request, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var rendered = RenderText(messages, request, now, cancellationToken);
        var isThinking = rendered.Segments is [.., { Origin: TextOrigin.Template } last] && Format.Thoughts?.IsOpenAtEndOf(last.Text) == true;
        return new(_tokenizer.Tokenize(rendered), isThinking);
    }

    /// <summary>The prompt as text that knows who wrote it.</summary>
    public RenderedPrompt RenderText(IEnumerable<ChatMessage> messages, ChatRequest request, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var turns = new TurnAdapter(_traits, Format.Tools).Adapt(Conversation.Read(messages, request.Instructions), request.Tools);
        var variables = new Dictionary<string, TemplateValue>(_constants, StringComparer.Ordinal)
        {
            ["messages"] = new TurnWriter(_traits).Write(turns),
            ["add_generation_prompt"] = BooleanValue.True,
        };
        if (request.Tools is not null && _traits.ToolsVariable is { } tools)
            variables[tools] = request.Tools.ToTemplateValue();
        foreach (var (name, value) in ThoughtVariables.For(request.Effort))
            variables[name] = value;

        return _template.Render(variables, now, cancellationToken);
    }
}
