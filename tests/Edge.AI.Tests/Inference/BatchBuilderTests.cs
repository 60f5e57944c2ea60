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
    public void Prompts_beside_an_answer_take_turns_if_their_chunk_is_too_short_for_two(int chunk)
    {
        Admit(SteppedLoop.Noise(0, 20));
        Step();
        LearnChunk(chunk);
        for (var seed = 1; seed < Slots; seed++)
            Admit(SteppedLoop.Noise(seed, 2 * chunk));

        var pieces = Enumerable.Range(0, 6).Select(_ => Step().CountBy(sequence => sequence).Where(count => count.Value > 1).Should().ContainSingle().Which).ToList();

        pieces.Should().OnlyContain(piece => piece.Value == chunk);
        pieces.Select(piece => piece.Key).Should().Equal(1, 2, 3, 1, 2, 3);
    }

    [Fact]
    public void A_prompt_shares_a_long_chunk_with_others()
    {
        for (var seed = 0; seed < Slots; seed++)
            Admit(SteppedLoop.Noise(seed, 500));

        Step().CountBy(sequence => sequence).Should().OnlyContain(count => count.Value == 512 / Slots).And.HaveCount(Slots);
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
