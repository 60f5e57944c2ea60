using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Inference;

/// <summary>Sorting the cells of a real cache, and when it happens.</summary>
public sealed class CacheOrderTests : IDisposable
{
    private const int Slots = 4;

    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    private readonly SteppedLoop _model = new(Slots, length: 1024, batchSize: 512);
    private readonly NativeBatch _batch = new(512);
    private readonly LogLines _logs = new();
    private readonly TokenCandidates _candidates;
    private readonly SlotPool _slots;
    private readonly BatchBuilder _builder;
    private readonly CacheOrder _order;
    private int _lastSeed;

    public CacheOrderTests()
    {
        var options = new InferenceOptions(BatchSize: 512, Threads: 1);
        _candidates = new(_model.Vocabulary.Size);
        _slots = new(_model.Context, _model.Vocabulary, length: 1024, options, states: null, growth: null);
        _builder = new(_batch, _slots, mostDrafted: 0);
        _order = new(_model.Context, _slots, TimeProvider.System, _logs);
    }

    private int Sorted => _logs.Lines.Count(line => line.Text.Contains("put in order"));

    public void Dispose()
    {
        _batch.Dispose();
        _model.Dispose();
        _logs.Dispose();
    }

    [Theory]
    [InlineData(KvCacheType.F16)]
    [InlineData(KvCacheType.Q8_0)]
    public void Sequences_continue_as_before_and_share_what_they_shared(KvCacheType type)
    {
        using var cache = new Cache(type, FlashAttentionMode.On);
        cache.FillInNoOrder();
        cache.Context.TryCopy(0, 3, 40, cache.Context.SequenceEnd(0)).Should().BeTrue();
        var (ends, logits, room) = (cache.Ends(), cache.NextLogits(), cache.Room());

        cache.Context.TrySortCells().Should().BeTrue();

        cache.Ends().Should().Equal(ends);
        cache.Room().Should().Be(room, "shared cells take their room once");
        foreach (var (before, after) in logits.Zip(cache.NextLogits()))
            after.Should().BeEquivalentTo(before, options => options.WithStrictOrdering().Using<float>(each => each.Subject.Should().BeApproximately(each.Expectation, 0.01f)).WhenTypeIs<float>());
        cache.Context.TrySortCells().Should().BeFalse("the cells are in order now");
    }

    [Fact]
    public void Without_flash_attention_the_cells_stay_where_they_are()
    {
        using var cache = new Cache(KvCacheType.F16, FlashAttentionMode.Off);
        cache.FillInNoOrder();
        var (ends, logits) = (cache.Ends(), cache.NextLogits());

        cache.Context.TrySortCells().Should().BeFalse("values are transposed there");

        cache.Ends().Should().Equal(ends);
        cache.NextLogits().Should().BeEquivalentTo(logits, options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task Answers_of_requests_that_come_and_go_are_the_same_as_one_after_the_other()
    {
        using var logs = new LogLines();
        using var many = new SteppedLoop(Slots, path: TinyModel.Path, logger: logs);
        var asked = Enumerable.Range(1, 100).Select(number => (Prompt: many.Ask($"{new string('?', number % 30)} Tell me about the number {number}."), Length: 10 + (11 * number % 50))).ToList();

        var generations = asked.ConvertAll(ask => many.Submit(ask.Prompt, ask.Length));
        List<List<int>> answers = [];
        foreach (var generation in generations)
            answers.Add(await many.RunAsync(generation));

        logs.Lines.Count(line => line.Text.Contains("put in order")).Should().BeGreaterThan(1);
        using var single = new SteppedLoop(sequences: 1, path: TinyModel.Path);
        foreach (var (ask, answer) in asked.Zip(answers))
            answer.Should().Equal(await single.AnswerAsync(ask.Prompt, ask.Length));
    }

    [Fact]
    public void Cells_are_sorted_after_much_more_work_than_it_takes()
    {
        MixCells();
        ObserveSteps(CacheOrder.Samples, TimeSpan.FromSeconds(1.9 / CacheOrder.Samples));
        _order.Restore();
        Sorted.Should().Be(0);

        ObserveSteps(CacheOrder.Samples, s_step);
        _order.Restore();
        Sorted.Should().Be(1);
    }

    [Fact]
    public void Cells_are_sorted_less_often_while_that_does_not_make_steps_faster()
    {
        foreach (var patience in (int[])[2, 4, 8, 16, 32, 64, 64])
        {
            Sort();
            ObserveSteps(CacheOrder.Samples, s_step);
            _order.Patience.Should().Be(patience);
        }

        Sort();
        ObserveSteps(CacheOrder.Samples, 0.9 * s_step);
        _order.Patience.Should().Be(1);
    }

    [Fact]
    public void Only_steps_of_several_answers_without_a_prompt_are_compared()
    {
        Sort();
        for (var step = 0; step < CacheOrder.Samples; step++)
        {
            _order.Observe(CacheOrder.LeastGenerating - 1, promptTokens: 0, s_step);
            _order.Observe(200, promptTokens: 196, s_step);
        }

        _order.Patience.Should().Be(1, "nothing was compared yet");
        ObserveSteps(CacheOrder.Samples, s_step);
        _order.Patience.Should().Be(2);
    }

    [Fact]
    public async Task Requests_whose_tokens_are_lost_compute_them_again()
    {
        var prompts = Enumerable.Range(0, Slots - 1).Select(seed => SteppedLoop.Noise(seed, 50)).ToList();
        var generations = prompts.ConvertAll(prompt => Admit(prompt, maxTokens: 20));
        var ended = Admit(SteppedLoop.Noise(99, 50), maxTokens: 1);
        for (var step = 0; step < 5; step++)
            Step();
        ended.End.Should().NotBeNull();

        _model.Context.ForgetAll(); // as after a state that llama.cpp refused
        ObserveSteps(CacheOrder.Samples, s_step);
        _order.Restore();

        _slots.Cells.Should().Be(0);
        while (generations.Exists(generation => generation.End is null))
            Step();
        using var single = new SteppedLoop(sequences: 1, length: 1024);
        foreach (var (prompt, generation) in prompts.Zip(generations))
            (await SteppedLoop.ReadAsync(generation)).Should().Equal(await single.AnswerAsync(prompt, 20));
    }

    [Fact]
    public void Cells_keep_their_places_where_answers_depend_on_them_and_where_there_are_other_states_than_cells()
    {
        IsPossible(new RandomLlama().Write).Should().BeTrue();
        IsPossible(new RandomLlama().Write, reproducible: true).Should().BeFalse();
        IsPossible(new RandomLlama().Write, sequences: CacheOrder.LeastGenerating - 1).Should().BeFalse();
        IsPossible(new RandomGemma().Write).Should().BeFalse("a sliding window has a cache of its own");
        IsPossible(new RandomMamba().Write).Should().BeFalse("recurrent memory has no cells");
    }

    private static bool IsPossible(Action<string> write, bool reproducible = false, int sequences = CacheOrder.LeastGenerating)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.gguf");
        write(path);
        var options = new InferenceOptions(Threads: 1) { ReproducibleSeeds = reproducible };
        NativeRuntime.Use(null, NullLogger.Instance);
        using var model = ModelHandle.Load(path, new(), NullLogger.Instance, default);
        using var context = ContextHandle.Create(model, NativeSettings.OfContext(new(256, sequences), options), path, NullLogger.Instance);
        return CacheOrder.IsPossible(context, options);
    }

    private void Sort()
    {
        var before = Sorted;
        MixCells();
        ObserveSteps(100 * CacheOrder.Samples, s_step);
        _order.Restore();
        Sorted.Should().Be(before + 1);
    }

    /// <summary>Lets a request end that began before the others, so that the next one gets its cells and those behind the others.</summary>
    private void MixCells()
    {
        while (_slots.Free < Slots)
            Step();
        for (var slot = 0; slot < Slots; slot++)
            Admit(SteppedLoop.Noise(++_lastSeed, 40), maxTokens: 3 + slot);
        Step();
        Step();
        Step();
        Admit(SteppedLoop.Noise(++_lastSeed, 100), maxTokens: 2);
        Step();
    }

    private Generation Admit(int[] prompt, int maxTokens)
    {
        var request = Prompts.Greedy(prompt, maxTokens);
        var generation = new Generation(request, TokenSampler.For(request, _model.Vocabulary), abortDecode: () => { }, wakeLoop: () => { });
        _slots.Admit(generation);
        return generation;
    }

    private void Step()
    {
        _builder.Fill();
        _model.Context.Decode(_batch).Should().BeNull();
        foreach (var slot in _slots)
        {
            if (slot.IsInBatch)
                slot.Advance(_candidates);
        }
    }

    /// <summary>Tells of steps in which all slots generated.</summary>
    private void ObserveSteps(int count, TimeSpan elapsed)
    {
        for (var step = 0; step < count; step++)
            _order.Observe(Slots, promptTokens: 0, elapsed);
    }

    /// <summary>A context whose sequences get their tokens from the test.</summary>
    private sealed class Cache : IDisposable
    {
        private const int Cells = 256;

        private readonly TemporaryFolder _folder = new();
        private readonly ModelHandle _model;
        private readonly Edge.AI.Native.Vocabulary _vocabulary;
        private readonly NativeBatch _batch = new(Cells);

        public Cache(KvCacheType type, FlashAttentionMode attention)
        {
            var path = Path.Combine(_folder.Path, "model.gguf");
            new RandomLlama { Width = 128 }.Write(path);
            NativeRuntime.Use(null, NullLogger.Instance);
            _model = ModelHandle.Load(path, new(), NullLogger.Instance, default);
            _vocabulary = new(_model);
            var settings = NativeSettings.OfContext(new(Cells / Slots, Slots), new(Threads: 1) { KvCacheType = type, FlashAttention = attention });
            Context = ContextHandle.Create(_model, settings, path, NullLogger.Instance);
        }

        public ContextHandle Context { get; }

        /// <summary>Gives three sequences about 50 tokens each, one at a time. The last one is empty.</summary>
        public void FillInNoOrder()
        {
            var (random, ends) = (new Random(1), new int[Slots - 1]);
            for (var token = 0; token < 150; token++)
            {
                var sequence = random.Next(ends.Length);
                _batch.Clear();
                _batch.Add(300 + random.Next(200), ends[sequence]++, sequence, wantsLogits: false);
                Context.Decode(_batch).Should().BeNull();
            }
        }

        public int[] Ends() => [.. Enumerable.Range(0, Slots).Select(Context.SequenceEnd)];

        /// <summary>The logits that each sequence gives for one more token, which is removed again.</summary>
        public List<float[]> NextLogits()
        {
            var (candidates, logits) = (new TokenCandidates(_vocabulary.Size), new List<float[]>());
            for (var sequence = 0; sequence < Slots; sequence++)
            {
                var end = Context.SequenceEnd(sequence);
                _batch.Clear();
                _batch.Add(321, end, sequence, wantsLogits: true);
                Context.Decode(_batch).Should().BeNull();
                logits.Add([.. candidates.Logits(Context, 0)]);
                Context.Forget(sequence, end);
            }

            return logits;
        }

        /// <summary>How many more tokens the cache has room for.</summary>
        public int Room()
        {
            var (room, end) = (0, Context.SequenceEnd(1));
            do
            {
                _batch.Clear();
                _batch.Add(321, end + room, 1, wantsLogits: false);
            }
            while (Context.Decode(_batch) is null && ++room > 0);
            Context.Forget(1, end);
            return room;
        }

        public void Dispose()
        {
            _batch.Dispose();
            Context.Dispose();
            _vocabulary.Dispose();
            _model.Dispose();
            _folder.Dispose();
        }
    }
}
