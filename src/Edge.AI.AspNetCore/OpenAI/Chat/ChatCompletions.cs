using System.Text.Json;
using Edge.AI.AspNetCore.Answers;
using Edge.AI.AspNetCore.Clients;
using Edge.AI.AspNetCore.Json;
using Edge.AI.AspNetCore.OpenAI.Formats;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.OpenAI.Chat;

/// <summary>Answers requests for chat completions.</summary>
internal sealed class ChatCompletions(EdgeServerOptions options, TimeProvider time)
{
    public async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = await RequestBody.ReadAsync(context, options, time, ChatCompletionRequest.Read, cancellationToken).ConfigureAwait(false);
        var model = ServedModels.Chat(context.RequestServices).Named(request.Model);
        var frame = new ChatCompletion($"chatcmpl-{Guid.NewGuid():N}", "chat.completion", time.GetUtcNow().ToUnixTimeSeconds(), model.Name, []);
        var answer = await AnswerStream.OpenAsync(model.Service, request.Messages, request.Options, cancellationToken).ConfigureAwait(false);
        await using var _ = answer.ConfigureAwait(false);
        if (request.IsStreaming)
            await StreamAsync(context, answer, request, frame, cancellationToken).ConfigureAwait(false);
        else
            await JsonResponse.WriteAsync(context, Completed(frame, await GatheredAnswer.ReadAsync(answer, cancellationToken).ConfigureAwait(false)), ChatJsonContext.Default.ChatCompletion, cancellationToken).ConfigureAwait(false);
    }

    private static ChatCompletion Completed(ChatCompletion frame, GatheredAnswer answer)
    {
        var message = new ChatAnswerMessage
        {
            Role = "assistant",
            Content = answer.Text,
            ReasoningContent = answer.Reasoning.Length == 0 ? null : answer.Reasoning,
            ToolCalls = answer.Calls.Count == 0 ? null : [.. answer.Calls.Select(call => ToolCall(call, index: null))],
        };
        return frame with { Choices = [new(0, message, Delta: null, FinishReasons.NameOf(answer.End.Reason))], Usage = ChatUsage.Of(answer.End.Usage) };
    }

    private async Task StreamAsync(HttpContext context, AnswerStream answer, ChatCompletionRequest request, ChatCompletion frame, CancellationToken cancellationToken)
    {
        var events = EventStream.Start(new(context, options, time));
        var piece = frame with { Object = "chat.completion.chunk" };
        await StreamErrors.SendAsync(events, SendAllAsync).ConfigureAwait(false);

        async Task SendAllAsync()
        {
            await SendAsync(new() { Role = "assistant", Content = "" }).ConfigureAwait(false);
            var calls = 0;
            await foreach (var part in answer.ReadAsync(cancellationToken).ConfigureAwait(false))
                await SendAsync(DeltaOf(part, ref calls)).ConfigureAwait(false);

            await SendAsync(new(), FinishReasons.NameOf(answer.End.Reason)).ConfigureAwait(false);
            if (request.IncludesUsage)
                await events.SendAsync(piece with { Usage = ChatUsage.Of(answer.End.Usage) }, ChatJsonContext.Default.ChatCompletion).ConfigureAwait(false);
            await events.SendDoneAsync().ConfigureAwait(false);
        }

        Task SendAsync(ChatAnswerMessage delta, string? finish = null) =>
            events.SendAsync(piece with { Choices = [new(0, Message: null, delta, finish)] }, ChatJsonContext.Default.ChatCompletion);
    }

    private static ChatAnswerMessage DeltaOf(AnswerPart part, ref int calls) => part switch
    {
        TextPart text => new() { Content = text.Text },
        ReasoningPart reasoning => new() { ReasoningContent = reasoning.Text },
        CallPart call => new() { ToolCalls = [ToolCall(call, calls++)] },
        _ => throw new JsonException($"{part.GetType().Name} has no form in this protocol."),
    };

    private static ChatToolCall ToolCall(CallPart call, int? index) => new(index, call.Id, "function", new(call.Name, call.Arguments));
}
