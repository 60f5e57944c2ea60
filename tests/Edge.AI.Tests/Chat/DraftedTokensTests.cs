using System.Diagnostics.Metrics;
using Edge.AI.Inference;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Chat;

/// <summary>What a response and the meter say about speculation, with edge-tiny.</summary>
public sealed class DraftedTokensTests
{
    private static readonly ChatMessage[] Repetition =
    [
        new(ChatRole.User, "Count from 1 to 30."),
        new(ChatRole.Assistant, "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"),
        new(ChatRole.User, "Count from 1 to 30."),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_response_and_the_meter_say_how_many_tokens_were_guessed_and_how_many_were_right()
    {
        var (drafted, accepted) = (0L, 0L);
        using var listener = new MeterListener { InstrumentPublished = (instrument, it) => it.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>((instrument, measurement, _, _) =>
        {
            if (instrument.Name == "edge_ai.speculation.drafted")
                Interlocked.Add(ref drafted, measurement);
            else if (instrument.Name == "edge_ai.speculation.accepted")
                Interlocked.Add(ref accepted, measurement);
        });
        listener.Start();

        var response = await AskAsync(new() { Speculation = true });

        response.Messages.Should().ContainSingle();
        var guessed = response.AdditionalProperties.Should().ContainKey(EdgeChatClient.DraftedTokensKey).WhoseValue.Should().BeOfType<int>().Which;
        var right = response.AdditionalProperties.Should().ContainKey(EdgeChatClient.AcceptedTokensKey).WhoseValue.Should().BeOfType<int>().Which;
        guessed.Should().BePositive();
        right.Should().BeInRange(1, guessed);
        Interlocked.Read(ref drafted).Should().BeGreaterThanOrEqualTo(guessed);
        Interlocked.Read(ref accepted).Should().BeGreaterThanOrEqualTo(right);
    }

    [Fact]
    public async Task Without_speculation_nothing_is_guessed()
    {
        var response = await AskAsync(new() { Speculation = false });

        (response.AdditionalProperties ?? []).Should().NotContainKeys(EdgeChatClient.DraftedTokensKey, EdgeChatClient.AcceptedTokensKey);
    }

    private static async Task<ChatResponse> AskAsync(InferenceOptions options)
    {
        await using var model = await LoadedModel.LoadAsync(TinyModel.Path, options with { MaxConcurrency = 1, ContextSize = 512, Threads = 1 }, NullLoggerFactory.Instance);
        using var client = TinyClient.Over(new FixedHost(model));
        return await client.GetResponseAsync(Repetition, new() { Temperature = 0 }, Cancellation);
    }
}
