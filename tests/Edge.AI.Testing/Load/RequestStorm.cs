using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Edge.AI.Testing.Load;

/// <summary>
/// Sends many random requests at once, each with its own length, stop string and way to end. Every request must end as expected:
/// completely, cut off as requested, cancelled, or refused because the queue was full.
/// </summary>
public sealed class RequestStorm(IChatClient client, int seed)
{
    private static readonly string[] Questions = ["What is the capital of France?", "What is 7 + 8?", "Count from 1 to 9.", "hello", "Write a short story about Omar."];

    private readonly ConcurrentDictionary<string, int> _ends = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _wrong = new();
    private int _requests;

    /// <summary>The number of requests for each way to end.</summary>
    public IReadOnlyDictionary<string, int> Ends => _ends;

    /// <summary>The failures; empty if there are none.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>The number of requests.</summary>
    public int Requests => _requests;

    /// <summary>Sends requests from a number of callers until it is cancelled; each caller sends one request after the other.</summary>
    public Task RunAsync(int callers, Func<bool> isEnough) => Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
    {
        var random = new Random(seed + caller);
        while (!isEnough())
            await SendAsync(random);
    })));

    private async Task SendAsync(Random random)
    {
        var number = Interlocked.Increment(ref _requests);
        var options = new ChatOptions { MaxOutputTokens = random.Next(1, 24), Temperature = random.Next(3), Seed = random.Next(100) };
        if (random.Next(4) == 0)
            options.StopSequences = [random.Next(2) == 0 ? "e" : "he "];

        var (cancelAfter, breakAfter) = (random.Next(4) == 0 ? random.Next(6) : int.MaxValue, random.Next(4) == 0 ? random.Next(1, 6) : int.MaxValue);
        using var cancellation = new CancellationTokenSource();
        if (cancelAfter == 5)
            cancellation.CancelAfter(random.Next(30)); // while it waits, is in prefill, or generates

        try
        {
            var messages = Messages(random);
            var (updates, seen) = (new List<ChatResponseUpdate>(), 0);
            if (cancelAfter == 0)
                await cancellation.CancelAsync();
            await foreach (var update in client.GetStreamingResponseAsync(messages, options, cancellation.Token))
            {
                updates.Add(update);
                if (++seen == breakAfter)
                    break;
                if (seen == cancelAfter && cancelAfter < 5)
                    await cancellation.CancelAsync();
            }

            Count(seen == breakAfter ? "left" : "answered");
            if (seen != breakAfter)
                Check(number, updates.ToChatResponse(), options);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Count("cancelled");
        }
        catch (EdgeBusyException)
        {
            Count("refused");
            await Task.Delay(random.Next(20));
        }
#pragma warning disable CA1031 // Any exception is a failure that this class looks for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _wrong.Enqueue($"request {number}: {e}");
        }
    }

    private static List<ChatMessage> Messages(Random random)
    {
        var question = Questions[random.Next(Questions.Length)];
        List<ChatMessage> messages = [];
        for (var turn = random.Next(6); turn > 0; turn--)
        {
            messages.Add(new(ChatRole.User, Questions[random.Next(Questions.Length)]));
            messages.Add(new(ChatRole.Assistant, "Yes."));
        }

        messages.Add(new(ChatRole.User, question));
        return messages;
    }

    private void Check(int number, ChatResponse response, ChatOptions options)
    {
        if (response.FinishReason != ChatFinishReason.Stop && response.FinishReason != ChatFinishReason.Length)
            _wrong.Enqueue($"request {number}: finish reason {response.FinishReason}");
        if (response.Usage is not { OutputTokenCount: var output } || output > options.MaxOutputTokens)
            _wrong.Enqueue($"request {number}: {response.Usage?.OutputTokenCount} tokens of at most {options.MaxOutputTokens}");
        if (options.StopSequences?.FirstOrDefault(stop => response.Text.Contains(stop, StringComparison.Ordinal)) is { } stop)
            _wrong.Enqueue($"request {number}: '{stop}' in '{response.Text}'");
    }

    private void Count(string end) => _ends.AddOrUpdate(end, 1, (_, count) => count + 1);
}
