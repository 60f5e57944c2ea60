using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

/// <summary>Models whose memory can't go back to an earlier token: what they read again must be read right.</summary>
public sealed class RecurrentModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public RecurrentModelTests()
    {
        _path = Path.Combine(_folder.Path, "mamba.gguf");
        new RandomMamba().Write(_path);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_prompt_that_parts_from_the_known_one_is_read_anew()
    {
        using var loop = new SteppedLoop(sequences: 1, length: 1024, path: _path);
        var (first, second) = (SteppedLoop.Noise(1, 60), SteppedLoop.Noise(1, 60)[..40]);
        var fresh = await loop.AnswerAsync(second, 20);
        loop.ForgetAll();
        await loop.AnswerAsync(first, 20);

        var again = loop.Submit(second, 20);

        (await loop.RunAsync(again)).Should().Equal(fresh);
        again.CachedTokens.Should().Be(0);
    }

    [Fact]
    public async Task A_conversation_that_goes_on_reads_only_what_is_new()
    {
        using var loop = new SteppedLoop(sequences: 2, length: 1024, path: _path);
        var prompt = SteppedLoop.Noise(1, 60);
        var answer = await loop.AnswerAsync(prompt, 20);
        int[] next = [.. prompt, .. answer, .. SteppedLoop.Noise(2, 10)];

        var going = loop.Submit(next, 20);
        await loop.RunAsync(going);

        going.CachedTokens.Should().Be(prompt.Length + answer.Count - 1, "the last token of an answer is chosen, not read");
    }

    [Fact]
    public async Task An_aborted_decode_is_read_anew_without_a_trace()
    {
        using var loop = new SteppedLoop(sequences: 2, length: 1024, path: _path);
        var prompt = SteppedLoop.Noise(1, 60);
        var alone = await loop.AnswerAsync(prompt, 30);
        loop.ForgetAll();
        var talking = loop.Submit(prompt, 30);
        loop.Step(5);
        var leaving = loop.Submit(SteppedLoop.Noise(2, 900));
        loop.Step(1);
        var talked = talking.Unread;

        loop.Clock.BeforeDecode = leaving.Abandon;
        loop.Step(1);

        talking.Unread.Should().Be(talked, "the decode was aborted");
        (await loop.RunAsync(talking)).Should().Equal(alone);
    }
}
