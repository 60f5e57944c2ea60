using System.Text.Json;
using Edge.AI.AspNetCore.Answers;
using Edge.AI.AspNetCore.Clients;
using Edge.AI.AspNetCore.Json;
using Edge.AI.AspNetCore.OpenAI.Formats;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.OpenAI.Responses;

/// <summary>Answers requests for responses.</summary>
internal sealed class ResponseRequests(EdgeServerOptions options, TimeProvider time)
{
    public async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (request, response) = await RequestBody.ReadAsync(context, options, time, Read, cancellationToken).ConfigureAwait(false);
        var model = ServedModels.Chat(context.RequestServices).Named(request.Model);
        var answer = await AnswerStream.OpenAsync(model.Service, request.Messages, request.Options, cancellationToken).ConfigureAwait(false);
        await using var _ = answer.ConfigureAwait(false);
        response = response with { Model = model.Name };
        if (request.IsStreaming)
        {
            await StreamAsync(context, answer, response, cancellationToken).ConfigureAwait(false);
            return;
        }

        var writer = new ResponseWriter(response, _ => Task.CompletedTask);
        await foreach (var part in answer.ReadAsync(cancellationToken).ConfigureAwait(false))
            await writer.AddAsync(part).ConfigureAwait(false);
        await JsonResponse.WriteAsync(context, await writer.EndAsync(answer.End).ConfigureAwait(false), ResponseJsonContext.Default.Response, cancellationToken).ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpContext context, AnswerStream answer, Response response, CancellationToken cancellationToken)
    {
        var events = EventStream.Start(new(context, options, time));
        var writer = new ResponseWriter(response, next => events.SendAsync(next, ResponseJsonContext.Default.ResponseEvent, next.Type));
        await StreamErrors.SendAsync(events, SendAllAsync, error => writer.FailAsync(error.Error)).ConfigureAwait(false);

        async Task SendAllAsync()
        {
            await writer.BeginAsync().ConfigureAwait(false);
            await foreach (var part in answer.ReadAsync(cancellationToken).ConfigureAwait(false))
                await writer.AddAsync(part).ConfigureAwait(false);
            await writer.EndAsync(answer.End).ConfigureAwait(false);
        }
    }

    private (ResponsesRequest Request, Response Response) Read(RequestObject body)
    {
        var request = ResponsesRequest.Read(body);
        return (request, Begin(body, request));
    }

    private Response Begin(RequestObject body, ResponsesRequest request) =>
        new($"resp_{Guid.NewGuid():N}", "response", time.GetUtcNow().ToUnixTimeSeconds(), "in_progress", request.Model, [])
        {
            Instructions = request.Options.Instructions,
            MaxOutputTokens = request.Options.MaxOutputTokens,
            Temperature = request.Options.Temperature,
            TopP = request.Options.TopP,
            ParallelToolCalls = request.Options.AllowMultipleToolCalls ?? true,
            ToolChoice = Echo(body, "tool_choice") ?? JsonElement.Parse("\"auto\""),
            Tools = Echo(body, "tools") ?? JsonElement.Parse("[]"),
            Text = Echo(body, "text"),
            Metadata = Echo(body, "metadata") ?? JsonElement.Parse("{}"),
        };

    /// <summary>Clients expect to find in the response what they asked for.</summary>
    private static JsonElement? Echo(RequestObject body, string name) => body.TryGet(name, out var value) ? value.Clone() : null;
}
