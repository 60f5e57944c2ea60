using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

public sealed class PromptCacheTests
{
    [Fact]
    public async Task A_conversation_that_lost_its_slot_is_put_back_instead_of_read_again()
    {
        using var loop = new SteppedLoop(sequences: 1, path: TinyModel.Path, promptCacheBytes: 100_000_000);
        var (first, second) = (loop.Ask("Count from 1 to 30."), loop.Ask("What is the capital of France?"));
        var answer = await loop.AnswerAsync(first, 40);
        await loop.AnswerAsync(second, 40);

        var again = loop.Submit(first, 40);

        (await loop.RunAsync(again)).Should().Equal(answer);
        again.CachedTokens.Should().Be(first.Length - 1);
    }

    [Fact]
    public async Task Without_room_for_it_nothing_is_kept()
    {
        using var loop = new SteppedLoop(sequences: 1, promptCacheBytes: 1000);

        (await CachedAfterAsync(loop, others: 1)).Should().Be(0);
    }

    [Fact]
    public async Task What_was_used_the_longest_time_ago_is_dropped_first()
    {
        long size;
        using (var measured = new SteppedLoop(sequences: 1))
        {
            await measured.AnswerAsync(SteppedLoop.Noise(0, 50), 5);
            size = measured.Context.SequenceStateSize(0);
        }

        using var two = new SteppedLoop(sequences: 1, promptCacheBytes: 2 * size + size / 2);
        using var again = new SteppedLoop(sequences: 1, promptCacheBytes: 2 * size + size / 2);

        (await CachedAfterAsync(two, others: 2)).Should().Be(49);
        (await CachedAfterAsync(again, others: 3)).Should().Be(0);
    }

    [Fact]
    public async Task A_recurrent_model_is_put_back_where_it_was_whole()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "mamba.gguf");
        new RandomMamba().Write(path);
        using var loop = new SteppedLoop(sequences: 1, length: 1024, path: path, promptCacheBytes: 100_000_000);
        var prompt = SteppedLoop.Noise(1, 60);
        var answer = await loop.AnswerAsync(prompt, 20);
        int[] next = [.. prompt, .. answer, .. SteppedLoop.Noise(2, 10)];
        var expected = await loop.AnswerAsync(next, 20);
        loop.ForgetAll();
        await loop.AnswerAsync(prompt, 20);
        await loop.AnswerAsync(SteppedLoop.Noise(3, 60), 20);

        var going = loop.Submit(next, 20);

        (await loop.RunAsync(going)).Should().Equal(expected);
        going.CachedTokens.Should().Be(prompt.Length + answer.Count - 1);
    }

    private static async Task<int> CachedAfterAsync(SteppedLoop loop, int others)
    {
        for (var seed = 0; seed <= others; seed++)
            await loop.AnswerAsync(SteppedLoop.Noise(seed, 50), 5);

        var again = loop.Submit(SteppedLoop.Noise(0, 50), 5);
        await loop.RunAsync(again);
        return again.CachedTokens;
    }
}
