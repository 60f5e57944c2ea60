using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

/// <summary>Models whose memory lets go of tokens that a sliding window has passed: where those are needed again, they must be read again.</summary>
public sealed class SlidingWindowTests : IDisposable
{
    private const int Window = 16;

    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public SlidingWindowTests()
    {
        _path = Path.Combine(_folder.Path, "gemma.gguf");
        new RandomGemma { Window = Window }.Write(_path);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_next_turn_of_a_conversation_goes_on_and_says_what_a_fresh_client_would()
    {
        using var loop = Loop(sequences: 1);
        var first = SteppedLoop.Noise(1, 300);
        var answer = await loop.AnswerAsync(first, 100);
        int[] second = [.. first, .. answer, .. SteppedLoop.Noise(2, 40)];
        var going = loop.Submit(second, 100);

        var said = await loop.RunAsync(going);

        going.CachedTokens.Should().Be(first.Length + answer.Count - 1);
        said.Should().Equal(await FreshAsync(second));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(399)]
    public async Task A_prompt_that_parts_from_the_known_one_says_what_a_fresh_client_would(int shared)
    {
        using var loop = Loop(sequences: 1);
        var first = SteppedLoop.Noise(1, 300);
        int[] known = [.. first, .. await loop.AnswerAsync(first, 100)];
        int[] second = [.. known[..shared], .. SteppedLoop.Noise(2, 40)];

        (await loop.AnswerAsync(second, 100)).Should().Equal(await FreshAsync(second));
    }

    [Fact]
    public async Task What_another_conversation_has_read_is_shared_and_says_what_a_fresh_client_would()
    {
        using var loop = Loop(sequences: 2);
        var first = SteppedLoop.Noise(1, 300);
        await loop.AnswerAsync(first, 200);
        int[] second = [.. first[..100], .. SteppedLoop.Noise(2, 40)];
        var other = loop.Submit(second, 100);

        var said = await loop.RunAsync(other);

        other.CachedTokens.Should().Be(100);
        said.Should().Equal(await FreshAsync(second));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(110)]
    public async Task What_lies_before_the_window_gives_way_to_others_and_is_then_read_anew(int shared)
    {
        using var loop = Loop(sequences: 2);
        var known = SteppedLoop.Noise(1, 300);
        await loop.AnswerAsync(SteppedLoop.Noise(2, 100), 1);
        await loop.AnswerAsync(known, 100);
        await loop.AnswerAsync(SteppedLoop.Noise(3, 200), 1); // takes the place of the first one, and of what it needs more
        int[] second = [.. known[..shared], .. SteppedLoop.Noise(4, 40)];
        var again = loop.Submit(second, 100);

        var said = await loop.RunAsync(again);

        again.CachedTokens.Should().Be(0);
        said.Should().Equal(await FreshAsync(second));
    }

    private SteppedLoop Loop(int sequences) => new(sequences, length: 1024, batchSize: 32, path: _path);

    private async Task<List<int>> FreshAsync(int[] prompt)
    {
        using var fresh = Loop(sequences: 1);
        return await fresh.AnswerAsync(prompt, 100);
    }
}
