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
    /// <summary>OpenAI's default. A raw prompt has no natural end.</summary>
    private const int DefaultMaxTokens = 16;

    public async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var document = await RequestBody.ReadAsync(context, options, time, cancellationToken).ConfigureAwait(false);
        var body = RequestObject.From(document.RootElement, "");
        var model = ServedModels.Chat(context.RequestServices).Named(body.RequiredText("model"));
        if (model.Model is null)
            throw ApiException.Unsupported("model", $"'{model.Name}' only answers conversations. Send the prompt as a message to chat/completions.");

        var (prompt, chatOptions) = Read(body);
        var frame = new TextCompletion($"cmpl-{Guid.NewGuid():N}", "text_completion", time.GetUtcNow().ToUnixTimeSeconds(), model.Name, []);
        ChatMessage[] messages = [new(ChatRole.User, prompt)];
        var answer = await AnswerStream.OpenAsync(model.Service, messages, chatOptions, cancellationToken).ConfigureAwait(false);
        await using var _ = answer.ConfigureAwait(false);
        if (body.Flag("stream") == true)
        {
            await StreamAsync(context, answer, frame, body.Object("stream_options")?.Flag("include_usage") ?? false, cancellationToken).ConfigureAwait(false);
            return;
        }

        var whole = await GatheredAnswer.ReadAsync(answer, cancellationToken).ConfigureAwait(false);
        frame = frame with { Choices = [new(0, whole.Text, FinishReasons.NameOf(whole.End.Reason))], Usage = ChatUsage.Of(whole.End.Usage) };
        await JsonResponse.WriteAsync(context, frame, CompletionJsonContext.Default.TextCompletion, cancellationToken).ConfigureAwait(false);
    }

    private static (string Prompt, ChatOptions Options) Read(RequestObject body)
    {
        if (body.Whole("n") is > 1 || body.Whole("best_of") is > 1)
            body.Refuse("a request has one answer. Send several requests.", "n", "best_of");
        body.Refuse("the server does not return probabilities.", "logprobs");
        body.Refuse("the answer does not repeat the prompt.", "echo");
        body.Refuse("write the model's own tokens for filling in the middle into the prompt.", "suffix");
        if (body.Texts("prompt") is not [{ Length: > 0 } prompt])
            throw body.Has("prompt") ? ApiException.Invalid("prompt", "'prompt' must be one text that is not empty. Send one request for each prompt.") : body.Missing("prompt");

        var options = new EdgeChatOptions { RawPrompt = true, MaxOutputTokens = SamplingReader.MaxTokens(body, "max_tokens") ?? DefaultMaxTokens };
        SamplingReader.Read(body, options);
        return (prompt, options);
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
