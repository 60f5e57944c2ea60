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
        using var use = await _host.UseAsync(cancellationToken).ConfigureAwait(false);
        var trace = GenerationTrace.Start(Model.Id);
        var answer = AnswerAsync(use.Model, request, conversation, trace, cancellationToken);
        await foreach (var update in (trace?.Follow(answer, cancellationToken) ?? answer).ConfigureAwait(false))
            yield return update;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(
        LoadedModel loaded, ChatRequest request, Conversation conversation, GenerationTrace? trace, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (options, grammars, time) = (_options, _services.Grammars, _services.Time);
        var renderer = _renderers.For(loaded, request.Tools, cancellationToken);
        var prompt = renderer.Render(conversation, request, time.GetLocalNow(), loaded.MaxPromptTokens, options.Overflow, cancellationToken);
        var grammar = request.GrammarOf(grammars, renderer.Format, prompt.IsReasoning, cancellationToken);
        var generation = loaded.Generate(new(prompt.Tokens, request.Sampling(loaded.DefaultSampling), request.MaxTokens, grammar is null ? null : grammar with { ControlTokens = renderer.MarkerTokens })
        {
            Queue = options.Queue,
            Budget = renderer.Limit(options.ReasoningBudget, prompt),
            CommonTokens = loaded.KeepsStates ? renderer.CommonTokens(prompt, conversation, request, time.GetLocalNow(), cancellationToken) : 0,
        });

        trace?.Queued(generation);
        var log = RequestLog.Start(_logger, Model.Id, generation, loaded.Vocabulary, options.EnableSensitiveData);
        var reader = new AnswerReader(renderer.Format, request.Tools, request.StopStrings, prompt.IsReasoning);
        var answer = new Answer(Model.Id, time.GetUtcNow(), generation, new(loaded.Vocabulary, renderer.MarkerTokens.Contains), reader);
        await foreach (var update in answer.ReadAsync(request.Includes, prompt.DroppedMessages, cancellationToken).ConfigureAwait(false))
        {
            log?.Add(update);
            yield return update;
        }

        log?.End();
    }
}
