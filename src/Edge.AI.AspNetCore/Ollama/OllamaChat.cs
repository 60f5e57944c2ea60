using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Edge.AI.AspNetCore.Answers;
using Edge.AI.AspNetCore.Clients;
using Edge.AI.AspNetCore.Errors;
using Edge.AI.AspNetCore.Json;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Ollama;

/// <summary>Answers conversations. Each line of a streamed answer is a JSON object.</summary>
internal sealed class OllamaChat(EdgeServerOptions options, TimeProvider time)
{
    private const int NanosecondsPerTick = 100;

    public async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var request = await RequestBody.ReadAsync(context, options, time, OllamaChatRequest.Read, cancellationToken).ConfigureAwait(false);
        var model = ServedModels.Chat(context.RequestServices).Named(request.Model);
        var answer = await AnswerStream.OpenAsync(model.Service, request.Messages, request.Options, cancellationToken).ConfigureAwait(false);
        await using var _ = answer.ConfigureAwait(false);
        var begin = time.GetTimestamp();
        OllamaChatReply Piece(OllamaAnswer message) => new(request.Model, time.GetUtcNow(), message, Done: false);
        OllamaChatReply End(OllamaAnswer message) => Piece(message) with
        {
            Done = true,
            DoneReason = answer.End.IsCutOff ? "length" : "stop",
            TotalDuration = Nanoseconds(start),
            LoadDuration = 0,
            PromptEvalCount = answer.End.Usage.InputTokenCount ?? 0,
            PromptEvalDuration = time.GetElapsedTime(start, begin).Ticks * NanosecondsPerTick,
            EvalCount = answer.End.Usage.OutputTokenCount ?? 0,
            EvalDuration = Nanoseconds(begin),
        };

        if (request.IsStreaming)
        {
            await StreamAsync(context, answer, Piece, End, cancellationToken).ConfigureAwait(false);
            return;
        }

        var whole = await GatheredAnswer.ReadAsync(answer, cancellationToken).ConfigureAwait(false);
        var message = new OllamaAnswer("assistant", whole.Text)
        {
            Thinking = whole.Reasoning.Length == 0 ? null : whole.Reasoning,
            ToolCalls = whole.Calls.Count == 0 ? null : [.. whole.Calls.Select(CallOf)],
        };
        await JsonResponse.WriteAsync(context, End(message), OllamaJsonContext.Default.OllamaChatReply, cancellationToken).ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpContext context, AnswerStream answer, Func<OllamaAnswer, OllamaChatReply> piece, Func<OllamaAnswer, OllamaChatReply> end, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "application/x-ndjson";
        var delivery = new Delivery(context, options, time);
        try
        {
            await foreach (var part in answer.ReadAsync(cancellationToken).ConfigureAwait(false))
                await WriteAsync(piece(Of(part)), OllamaJsonContext.Default.OllamaChatReply).ConfigureAwait(false);
            await WriteAsync(end(new("assistant", "")), OllamaJsonContext.Default.OllamaChatReply).ConfigureAwait(false);
        }
        catch (Exception exception) when (!delivery.IsLost)
        {
            var (error, isOurs) = ErrorTable.Of(exception, context);
            await WriteAsync(new(error.Message), OllamaJsonContext.Default.OllamaError).ConfigureAwait(false);
            if (isOurs)
                throw new ReportedException(exception);
        }

        Task WriteAsync<T>(T line, JsonTypeInfo<T> type)
        {
            var buffer = new ArrayBufferWriter<byte>();
            ApiJson.Write(buffer, line, type);
            buffer.Write("\n"u8);
            return delivery.SendAsync(buffer.WrittenMemory);
        }
    }

    private static OllamaAnswer Of(AnswerPart part) => part switch
    {
        TextPart text => new("assistant", text.Text),
        ReasoningPart reasoning => new("assistant", "") { Thinking = reasoning.Text },
        CallPart call => new("assistant", "") { ToolCalls = [CallOf(call)] },
        _ => throw new JsonException($"{part.GetType().Name} has no form in this protocol."),
    };

    private static OllamaCall CallOf(CallPart call) => new(call.Id, new(call.Name, JsonElement.Parse(call.Arguments)));

    private long Nanoseconds(long since) => time.GetElapsedTime(since).Ticks * NanosecondsPerTick;
}
