using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

/// <summary>Which tokens are in the batches of consecutive steps, with real llama.cpp and without a loop around it.</summary>
public sealed class BatchBuilderTests : IDisposable
{
    private const int Slots = 4;

    private static readonly InferenceOptions s_options = new(BatchSize: 512, Threads: 1);

    private readonly SteppedLoop _model = new(Slots, length: 2048);
    private readonly NativeBatch _batch = new(512);
    private readonly TokenCandidates _candidates;
    private readonly SlotPool _slots;
    private readonly BatchBuilder _builder;

    public BatchBuilderTests()
    {
        _candidates = new(_model.Vocabulary.Size);
        _slots = new(_model.Context, _model.Vocabulary, length: 2048, s_options, states: null, growth: null);
        _builder = new(_batch, _slots, mostDrafted: 0);
    }

    [Fact]
    public void Slots_that_generate_have_the_same_order_in_every_step()
    {
        for (var seed = 0; seed < Slots; seed++)
            Admit(SteppedLoop.Noise(seed, 20));
        Step();

        var steps = Enumerable.Range(0, Slots + 1).Select(_ => Step()).ToList();

        steps.Should().AllSatisfy(step => step.Should().Equal(steps[0])).And.OnlyContain(step => step.Count == Slots);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(45)]
    [InlineData(63)]
    public void Prompts_beside_an_answer_come_one_after_the_other(int chunk)
    {
        BeginAnswer(chunk);
        for (var seed = 1; seed < Slots; seed++)
            Admit(SteppedLoop.Noise(seed, 2 * chunk));

        var pieces = Enumerable.Range(0, 6).Select(_ => Step().CountBy(sequence => sequence).Where(count => count.Value > 1).Should().ContainSingle().Which).ToList();

        pieces.Should().OnlyContain(piece => piece.Value == chunk);
        pieces.Select(piece => piece.Key).Should().Equal(1, 1, 2, 2, 3, 3);
    }

    [Fact]
    public void Short_prompts_and_a_long_one_take_turns()
    {
        BeginAnswer(chunk: 32);
        Admit(SteppedLoop.Noise(1, 500));
        Admit(SteppedLoop.Noise(2, 64));
        Admit(SteppedLoop.Noise(3, 64));

        var prompts = Enumerable.Range(0, 9).Select(_ => Step().CountBy(sequence => sequence).MaxBy(count => count.Value).Key).ToList();

        prompts.Should().Equal(2, 1, 2, 1, 3, 1, 3, 1, 1);
    }

    [Fact]
    public void Short_prompts_share_a_chunk_as_long_as_it_has_32_tokens_for_the_next_one()
    {
        BeginAnswer(chunk: 100);
        for (var seed = 1; seed < Slots; seed++)
            Admit(SteppedLoop.Noise(seed, 40));

        Step().CountBy(sequence => sequence).Should().BeEquivalentTo([KeyValuePair.Create(0, 1), KeyValuePair.Create(1, 40), KeyValuePair.Create(2, 40)]);
    }

    [Fact]
    public void Prompts_get_the_whole_batch_while_nobody_waits_for_tokens()
    {
        LearnChunk(32);
        Admit(SteppedLoop.Noise(0, 300));
        Admit(SteppedLoop.Noise(1, 300));

        Step().CountBy(sequence => sequence).Should().BeEquivalentTo([KeyValuePair.Create(0, 300), KeyValuePair.Create(1, 212)]);
    }

    [Fact]
    public void Slots_for_which_the_batch_has_no_room_come_first_in_the_next_one()
    {
        for (var seed = 0; seed < Slots; seed++)
            Admit(SteppedLoop.Noise(seed, 20));
        Step();
        _builder.Fill();
        _builder.TryHalve().Should().BeTrue(); // as after a decode without room
        foreach (var slot in _slots)
            slot.Retract();

        var (first, second) = (Fill(), Fill());

        first.Should().HaveCount(Slots / 2);
        second.Should().HaveCount(Slots / 2).And.NotIntersectWith(first);
    }

    public void Dispose()
    {
        _batch.Dispose();
        _model.Dispose();
    }

    private void Admit(int[] prompt)
    {
        var request = Prompts.Greedy(prompt);
        _slots.Admit(new(request, TokenSampler.For(request, _model.Vocabulary), abortDecode: () => { }, wakeLoop: () => { }));
    }

    /// <summary>Fills the next batch and computes it. Returns the sequence of each of its tokens.</summary>
    private List<int> Step()
    {
        _builder.Fill();
        var sequences = Sequences();
        _model.Context.Decode(_batch).Should().BeNull();
        foreach (var slot in _slots)
        {
            if (slot.IsInBatch)
                slot.Advance(_candidates);
        }

        return sequences;
    }

    /// <summary>Fills the next batch, and lets each slot forget that it is in it.</summary>
    private List<int> Fill()
    {
        _builder.Fill();
        var sequences = Sequences();
        foreach (var slot in _slots)
            slot.Retract();
        return sequences;
    }

    /// <summary>Begins an answer in the first slot, so that prompts get a chunk of so many tokens.</summary>
    private void BeginAnswer(int chunk)
    {
        Admit(SteppedLoop.Noise(0, 20));
        Step();
        LearnChunk(chunk);
    }

    /// <summary>Makes the builder believe that this machine computes so many prompt tokens in a tenth of a second.</summary>
    private void LearnChunk(int tokens)
    {
        for (var step = 0; step < 10; step++)
            _builder.Observe(tokens, TimeSpan.FromMilliseconds(100));
    }

    private unsafe List<int> Sequences()
    {
        var batch = _batch.Value;
        List<int> sequences = [];
        for (var token = 0; token < batch.TokenCount; token++)
            sequences.Add(batch.SequenceIds[token][0]);
        return sequences;
    }
}
