using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>Makes requests of an <see cref="IChatClient"/> and records when each update arrives. It allocates its own memory before it begins.</summary>
internal sealed class ClientWork(IChatClient client, Work work)
{
    private readonly Stopwatch _clock = new();
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _next = -1;
    private int _beforeJoining = work.Asks.Count(ask => ask.JoinAfter == 0);

    public async Task<WorkDone> RunAsync()
    {
        var requests = work.Asks.Select(ask => new Request(ask)).ToArray();
        var joinAfter = work.Asks.Max(ask => ask.JoinAfter);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        using var limit = work.Seconds is { } seconds ? new CancellationTokenSource(TimeSpan.FromSeconds(seconds)) : null;
        _clock.Start();
        await Task.WhenAll(Enumerable.Range(0, work.AtOnce).Select(_ => Task.Run(() => ServeAsync(requests, joinAfter, limit?.Token ?? CancellationToken.None))));
        return new([.. requests.Select(request => request.Answer)], GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    private async Task ServeAsync(Request[] requests, int joinAfter, CancellationToken limit)
    {
        while (Interlocked.Increment(ref _next) is var index && index < requests.Length)
        {
            if (requests[index].Ask.JoinAfter > 0)
                await _joined.Task;
            try
            {
                await AskAsync(requests[index], joinAfter, limit);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                // The time is over. What has arrived counts.
            }
        }
    }

    private async Task AskAsync(Request request, int joinAfter, CancellationToken limit)
    {
        request.Started = _clock.Elapsed.TotalMilliseconds;
        await foreach (var update in client.GetStreamingResponseAsync(request.Messages, request.Options, limit))
        {
            foreach (var content in update.Contents)
            {
                if (content is TextContent text)
                    Note(request, text, joinAfter);
                else if (content is UsageContent usage)
                    request.Usage = usage.Details;
            }
        }

        if (request is { Count: 0, Usage.OutputTokenCount: > 0 })
            request.Times[request.Count++] = _clock.Elapsed.TotalMilliseconds; // its only token has no text, for example a control token
    }

    private void Note(Request request, TextContent text, int joinAfter)
    {
        request.Times[request.Count++] = _clock.Elapsed.TotalMilliseconds;
        if (request.Ask.KeepsText)
            request.Text += text.Text;
        if (request.Count == joinAfter && request.Ask.JoinAfter == 0 && Interlocked.Decrement(ref _beforeJoining) == 0)
            _joined.SetResult();
    }

    private sealed class Request(Ask ask)
    {
        public Ask Ask => ask;

        public List<ChatMessage> Messages { get; } = Conversation.Of(ask);

        public ChatOptions Options { get; } = new()
        {
            MaxOutputTokens = ask.Tokens,
            Temperature = ask.Temperature,
            TopK = 40,
            TopP = 0.95f,
            Seed = ask.Seed,
            ResponseFormat = ask.JsonSchema is { } schema ? ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema)) : null,
        };

        public double[] Times { get; } = new double[ask.Tokens + 1]; // one more, for text that is held back until the end

        public double Started { get; set; }

        public int Count { get; set; }

        public string Text { get; set; } = "";

        public UsageDetails? Usage { get; set; }

        public Answer Answer => new(
            Started, Times[..Count], (int)(Usage?.InputTokenCount ?? 0), (int)(Usage?.CachedInputTokenCount ?? 0), (int)(Usage?.OutputTokenCount ?? Count), ask.KeepsText ? Text : null);
    }
}
