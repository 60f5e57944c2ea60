using Edge.AI.AspNetCore.Answers;
using Edge.AI.AspNetCore.Clients;
using Edge.AI.AspNetCore.Errors;
using Edge.AI.AspNetCore.Json;
using Edge.AI.AspNetCore.OpenAI.Formats;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.OpenAI.Completions;

/// <summary>Answers requests for completions: the model of a client of Edge.AI continues the prompt as it is. Other clients have no raw prompt, and are refused.</summary>
internal sealed class TextCompletions(EdgeServerOptions options, TimeProvider time)
{
    public async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = await RequestBody.ReadAsync(context, options, time, TextCompletionRequest.Read, cancellationToken).ConfigureAwait(false);
        var model = ServedModels.Chat(context.RequestServices).Named(request.Model);
        if (model.Model is null)
            throw ApiException.Unsupported("model", $"'{model.Name}' only answers conversations. Send the prompt as a message to chat/completions.");

        var frame = new TextCompletion($"cmpl-{Guid.NewGuid():N}", "text_completion", time.GetUtcNow().ToUnixTimeSeconds(), model.Name, []);
        ChatMessage[] messages = [new(ChatRole.User, request.Prompt)];
        var answer = await AnswerStream.OpenAsync(model.Service, messages, request.Options, cancellationToken).ConfigureAwait(false);
        await using var _ = answer.ConfigureAwait(false);
        if (request.IsStreaming)
        {
            await StreamAsync(context, answer, frame, request.IncludesUsage, cancellationToken).ConfigureAwait(false);
            return;
        }

        var whole = await GatheredAnswer.ReadAsync(answer, cancellationToken).ConfigureAwait(false);
        frame = frame with { Choices = [new(0, whole.Text, FinishReasons.NameOf(whole.End.Reason))], Usage = ChatUsage.Of(whole.End.Usage) };
        await JsonResponse.WriteAsync(context, frame, CompletionJsonContext.Default.TextCompletion, cancellationToken).ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpContext context, AnswerStream answer, TextCompletion frame, bool includesUsage, CancellationToken cancellationToken)
    {
        var events = EventStream.Start(new(context, options, time));
        await StreamErrors.SendAsync(events, SendAllAsync).ConfigureAwait(false);

        async Task SendAllAsync()
        {
            await foreach (var part in answer.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (part is TextPart text)
                    await SendAsync(frame with { Choices = [new(0, text.Text, FinishReason: null)] }).ConfigureAwait(false);
            }

            await SendAsync(frame with { Choices = [new(0, "", FinishReasons.NameOf(answer.End.Reason))] }).ConfigureAwait(false);
            if (includesUsage)
                await SendAsync(frame with { Usage = ChatUsage.Of(answer.End.Usage) }).ConfigureAwait(false);
            await events.SendDoneAsync().ConfigureAwait(false);
        }

        Task SendAsync(TextCompletion piece) => events.SendAsync(piece, CompletionJsonContext.Default.TextCompletion);
    }
}
