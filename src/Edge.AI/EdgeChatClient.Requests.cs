using System.Runtime.CompilerServices;
using Edge.AI.Chat;
using Edge.AI.Chat.Answers;
using Edge.AI.Chat.Messages;
using Edge.AI.Inference;
using Microsoft.Extensions.AI;

namespace Edge.AI;

/// <content>The way of one request.</content>
public sealed partial class EdgeChatClient
{
    /// <summary>Finds the client of another model that the options name; null if this client serves the request.</summary>
    private IChatClient? FindOther(ChatOptions? options, out ChatOptions? forOther)
    {
        forOther = null;
        if (options?.ModelId is not { } modelId || Model.HasName(modelId))
            return null;

        forOther = options.Clone();
        forOther.ModelId = null;
        return _services.Router.Get(modelId);
    }

    private (ChatRequest Request, Conversation Conversation) Read(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = ChatRequest.From(options, Model, this);
        request.ValidateGrammar(_services.Grammars, cancellationToken);
        return (request, Conversation.Read(messages, request.Instructions, Model.Id, cancellationToken));
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (request, conversation) = Read(messages, options, cancellationToken);
        using var use = await _access.UseAsync(cancellationToken).ConfigureAwait(false);
        var trace = GenerationTrace.Start(Model.Id);
        var answer = AnswerAsync(use.Model, request, conversation, trace, cancellationToken);
        await foreach (var update in (trace?.Follow(answer, cancellationToken) ?? answer).ConfigureAwait(false))
            yield return update;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(
        LoadedModel loaded, ChatRequest request, Conversation conversation, GenerationTrace? trace, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = _options;
        var (generation, answer, droppedMessages) = request.IsRaw ? Continue(conversation, request, loaded, options, cancellationToken) : Reply(conversation, request, loaded, options, cancellationToken);
        trace?.Queued(generation);
        var log = RequestLog.Start(_logger, Model.Id, generation, loaded.Vocabulary, options.EnableSensitiveData);
        await foreach (var update in answer.ReadAsync(request.Includes, droppedMessages, cancellationToken).ConfigureAwait(false))
        {
            log?.Add(update);
            yield return update;
        }

        log?.End();
    }

    /// <summary>Starts the reply to a conversation.</summary>
    private (Generation Generation, Answer Answer, int DroppedMessages) Reply(Conversation conversation, ChatRequest request, LoadedModel loaded, LiveOptions options, CancellationToken cancellationToken)
    {
        var (grammars, time) = (_services.Grammars, _services.Time);
        var renderer = _renderers.For(loaded.Text, request.Tools);
        var prompt = renderer.Render(conversation, request, time.GetLocalNow(), loaded.MaxPromptTokens, options.Overflow, cancellationToken);
        var grammar = request.GrammarOf(grammars, renderer.Format, prompt.IsReasoning, cancellationToken);
        var generation = loaded.Generate(new(prompt.Tokens, request.Sampling(loaded.DefaultSampling), request.MaxTokens, grammar is null ? null : grammar with { ControlTokens = renderer.MarkerTokens })
        {
            Queue = options.Queue,
            Budget = renderer.Limit(options.ReasoningBudget, prompt),
            CommonTokens = loaded.KeepsStates ? renderer.CommonTokens(prompt, conversation, request, time.GetLocalNow(), cancellationToken) : 0,
        });
        var reader = new AnswerReader(renderer.Format, request.Tools, request.StopStrings, prompt.IsReasoning);
        return (generation, new(Model.Id, time.GetUtcNow(), generation, new(loaded.Vocabulary, renderer.MarkerTokens.Contains), reader), prompt.DroppedMessages);
    }

    /// <summary>Starts the continuation of a raw prompt.</summary>
    private (Generation Generation, Answer Answer, int DroppedMessages) Continue(Conversation conversation, ChatRequest request, LoadedModel loaded, LiveOptions options, CancellationToken cancellationToken)
    {
        var prompt = RawPrompt.Of(conversation, loaded.Vocabulary, loaded.MaxPromptTokens, cancellationToken);
        var grammar = request.GrammarOf(_services.Grammars, AnswerFormat.Plain, prompt.IsReasoning, cancellationToken);
        var generation = loaded.Generate(new(prompt.Tokens, request.Sampling(loaded.DefaultSampling), request.MaxTokens, grammar) { Queue = options.Queue });
        var reader = new AnswerReader(AnswerFormat.Plain, tools: null, request.StopStrings, isReasoning: false);
        return (generation, new(Model.Id, _services.Time.GetUtcNow(), generation, new(loaded.Vocabulary, _ => false), reader), 0);
    }
}
