using Edge.AI.Chat.Answers;
using Edge.AI.Chat.Messages;
using Edge.AI.Chat.Reasoning;
using Edge.AI.Templates;
using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>Renders a conversation with the model's chat template, and tokenizes it.</summary>
internal sealed class PromptRenderer
{
    private const int PieceLength = 16 * 1024;

    /// <summary>How many more tokens a piece may have than the same text inside the prompt: a beginning token, a split token, and a blank before the text.</summary>
    private const int TokensOfACut = 4;

    private readonly string _name;
    private readonly ChatTemplate _template;
    private readonly PromptTokenizer _tokenizer;
    private readonly Dictionary<string, object?> _constants;
    private readonly string _beginOfSequence;
    private readonly TemplateTraits _traits;
    private readonly int[] _closingTokens;
    private readonly CommonPrefixes _prefixes = new();

    /// <param name="source">The Jinja source of the template.</param>
    /// <param name="name">The name of the model, for errors.</param>
    /// <param name="vocabulary">The model's vocabulary.</param>
    /// <param name="cancellationToken">Cancels the examination of the template.</param>
    /// <exception cref="ModelValidationException">The template has a syntax error or uses an unknown filter, test or tag.</exception>
    public PromptRenderer(string source, string name, Vocabulary vocabulary, CancellationToken cancellationToken = default)
    {
        (_name, _tokenizer) = (name, new(vocabulary));
        _beginOfSequence = vocabulary.BeginOfSequence;
        _constants = new(StringComparer.Ordinal)
        {
            ["bos_token"] = PromptText.FromTemplate(_beginOfSequence),
            ["eos_token"] = PromptText.FromTemplate(vocabulary.EndOfSequence),
        };
        (_template, _traits) = TemplateErrors.Translate(() => Examine(source, cancellationToken));
        Format = new(_traits.OffersTools ? ToolFormats.Find(source, _traits.CallSample) : ToolFormats.Generic, ReasoningFormat.Find(source), TextFrame.Find(source));
        if (Format.Tools == ToolFormats.Generic)
            _traits = _traits with { ToolsVariable = null, WantsToolsInSystemTurn = false, WritesCalls = false, WritesResults = false }; // the calls in the prompt must have the format that the model is told to use
        _closingTokens = Format.Reasoning is { } reasoning ? vocabulary.Tokenize(reasoning.End, addSpecial: false, parseSpecial: true) : [];
        MarkerTokens = vocabulary.ControlTokensIn(Format.Markers);
    }

    /// <summary>The format of the model's answers.</summary>
    public AnswerFormat Format { get; }

    /// <summary>The control tokens that are part of that format.</summary>
    public IReadOnlySet<int> MarkerTokens { get; }

    /// <summary>Renders and tokenizes a word, so that what is created at the first use is there.</summary>
    public void Prepare() => _tokenizer.Tokenize(PromptText.FromInput("Hello"));

    /// <summary>Returns a limit for the model's reasoning; null without a budget, or if the model does not reason.</summary>
    public ReasoningLimit? Limit(int? budget, Prompt prompt) => budget is { } tokens && Format.Reasoning is { } reasoning
        ? new(tokens, reasoning.Open, reasoning.Close, prompt.IsReasoning, _closingTokens)
        : null;

    /// <summary>Returns how many tokens of a prompt come before its first user message; 0 if there is none.</summary>
    public int CommonTokens(Prompt prompt, Conversation conversation, ChatRequest request, DateTimeOffset now, CancellationToken cancellationToken) =>
        _prefixes.LengthIn(prompt.Tokens, conversation, beginning => Render(beginning, request, now, cancellationToken: cancellationToken).Tokens);

    /// <summary>Renders the prompt, without the oldest turns if the conversation is too long and they may be dropped.</summary>
    /// <inheritdoc cref="Render(Conversation, ChatRequest, DateTimeOffset, int, CancellationToken)" />
    public Prompt Render(Conversation conversation, ChatRequest request, DateTimeOffset now, int maxTokens, ContextOverflow overflow, CancellationToken cancellationToken)
    {
        if (overflow != ContextOverflow.DropOldestTurns)
            return Render(conversation, request, now, maxTokens, cancellationToken);

        // A quarter of the context stays free: if the prompt only just fitted, the answer would have one token.
        var forAnswer = maxTokens / 4;
        var room = maxTokens - Math.Min(request.MaxTokens, forAnswer);
        var (prompt, dropped) = OldestTurns.Drop(
            conversation.Messages, some => Render(conversation with { Messages = some }, request, now, cancellationToken: cancellationToken), room, stride: (maxTokens - forAnswer) / 2);
        return prompt with { DroppedMessages = dropped };
    }

    /// <inheritdoc cref="Render(Conversation, ChatRequest, DateTimeOffset, int, CancellationToken)" />
    public Prompt Render(
        IEnumerable<ChatMessage> messages, ChatRequest request, DateTimeOffset now, int maxTokens = int.MaxValue, CancellationToken cancellationToken = default) =>
        Render(Read(messages, request, cancellationToken), request, now, maxTokens, cancellationToken);

    /// <summary>Renders the prompt, up to the beginning of the assistant's answer.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="request">The request.</param>
    /// <param name="now">The local time, for templates that contain the date.</param>
    /// <param name="maxTokens">The most tokens of the prompt.</param>
    /// <param name="cancellationToken">Cancels rendering.</param>
    /// <exception cref="ContextExceededException">The prompt has more tokens.</exception>
    /// <exception cref="ModelValidationException">The template fails, or renders nothing.</exception>
    public Prompt Render(Conversation conversation, ChatRequest request, DateTimeOffset now, int maxTokens = int.MaxValue, CancellationToken cancellationToken = default)
    {
        RefuseWhatIsTooLong(conversation, maxTokens, cancellationToken);
        var rendered = RenderText(conversation, request, now, cancellationToken);
        if (SaysNothing(rendered))
            throw new ModelValidationException(_name, "has a chat template that renders nothing for these messages.", "Set another template with the option ChatTemplate, or with chat.template in the model's manifest.");

        var isReasoning = rendered.Segments is [.., { Origin: TextOrigin.Template } last] && Format.Reasoning?.IsOpenAtEndOf(last.Text) == true;
        return new(_tokenizer.Tokenize(rendered, maxTokens, cancellationToken), isReasoning);
    }

    /// <inheritdoc cref="RenderText(Conversation, ChatRequest, DateTimeOffset, CancellationToken)" />
    public PromptText RenderText(IEnumerable<ChatMessage> messages, ChatRequest request, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        RenderText(Read(messages, request, cancellationToken), request, now, cancellationToken);

    /// <summary>Renders the prompt as text with the origin of each part.</summary>
    public PromptText RenderText(Conversation conversation, ChatRequest request, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        return TemplateErrors.Translate(() =>
        {
            var variables = Variables(conversation, request, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return _template.Render(variables, new() { Now = now }, cancellationToken);
        });
    }

    private (ChatTemplate Template, TemplateTraits Traits) Examine(string source, CancellationToken cancellationToken)
    {
        var template = ChatTemplate.Parse(source, _name);
        return (template, new TemplateProbe(template, _constants, cancellationToken).Examine());
    }

    private Conversation Read(IEnumerable<ChatMessage> messages, ChatRequest request, CancellationToken cancellationToken) =>
        Conversation.Read(messages, request.Instructions, _name, cancellationToken);

    private Dictionary<string, object?> Variables(Conversation conversation, ChatRequest request, CancellationToken cancellationToken)
    {
        var turns = new TurnAdapter(_traits, Format.Tools).Adapt(conversation.Turns, request.Tools, cancellationToken);
        var variables = new Dictionary<string, object?>(_constants, StringComparer.Ordinal)
        {
            ["messages"] = new TurnWriter(_traits).Write(turns, cancellationToken),
            ["add_generation_prompt"] = true,
        };
        if (request.Tools is not null && _traits.ToolsVariable is { } tools)
            variables[tools] = request.Tools.ToTemplateValue();
        foreach (var (name, value) in ReasoningVariables.For(request.Effort))
            variables[name] = value;
        return variables;
    }

    /// <summary>
    /// Refuses a conversation with more messages than the prompt may have tokens, before time and memory are spent on rendering it. Also refuses one that is longer than any text
    /// that a template may write, because the template's error would not tell the reason. Its tokens are counted in pieces, so that counting ends when the context is full.
    /// </summary>
    private void RefuseWhatIsTooLong(Conversation conversation, int maxTokens, CancellationToken cancellationToken)
    {
        if (conversation.Messages.Count > maxTokens)
            throw ContextExceededException.AtLeast(conversation.Messages.Count, maxTokens); // each message has one token or more
        if (maxTokens == int.MaxValue || conversation.Characters <= PromptText.MaxLength)
            return;

        long tokens = 0;
        foreach (var piece in conversation.Turns.SelectMany(turn => turn.Text.Text.Chunk(PieceLength)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            tokens += Math.Max(0, _tokenizer.Tokenize(new PromptText([new(new string(piece), TextOrigin.Input)]), cancellationToken: cancellationToken).Length - TokensOfACut);
            if (tokens > maxTokens)
                throw ContextExceededException.AtLeast((int)tokens, maxTokens);
        }
    }

    /// <summary>Whether a prompt has nothing that the model could continue. A beginning token does not count.</summary>
    private bool SaysNothing(PromptText prompt) => prompt.Segments.All(segment =>
        segment.Origin == TextOrigin.Template && segment.Text.AsSpan().Trim() is var text && (text.IsEmpty || text.SequenceEqual(_beginOfSequence)));
}
