using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Platform;
using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Inference;

public sealed class CacheGrowthTests : IDisposable
{
    private static readonly MachineMemory s_plenty = new(Limit: long.MaxValue, Available: long.MaxValue);
    private static readonly MachineMemory s_full = new(Limit: long.MaxValue, Available: 0);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Conversations_for_which_the_cache_grows_get_the_same_answers_as_in_a_whole_cache(int sequences)
    {
        using var growing = new SteppedLoop(sequences, cells: 256, memory: () => s_plenty);
        using var whole = new SteppedLoop(sequences);

        var answers = await AnswerAllAsync(growing, sequences);

        answers.Should().BeEquivalentTo(await AnswerAllAsync(whole, sequences), options => options.WithStrictOrdering());
        growing.Context.Cells.Should().BeGreaterThan(256).And.BeLessThanOrEqualTo(512 * sequences);
    }

    [Fact]
    public async Task The_cache_has_no_more_room_than_it_needs()
    {
        using var loop = new SteppedLoop(sequences: 4, cells: 256, memory: () => s_plenty);
        await loop.AnswerAsync(SteppedLoop.Noise(1, 200), 5);
        loop.Context.Cells.Should().Be(256);

        await loop.AnswerAsync(SteppedLoop.Noise(2, 100), 5);
        loop.Context.Cells.Should().Be(512);
    }

    [Fact]
    public async Task A_prefix_that_conversations_share_still_takes_its_room_once_after_the_cache_has_grown()
    {
        using var loop = new SteppedLoop(sequences: 4, cells: 256, memory: () => s_plenty);
        var prefix = SteppedLoop.Noise(1, 100);
        for (var other = 2; other < 5; other++)
            await loop.AnswerAsync([.. prefix, .. SteppedLoop.Noise(other, 120)], 5);

        (loop.Loop.Load.Cells, loop.Context.Cells).Should().Be((3 * 224, 512), "three conversations share 100 tokens");
    }

    [Fact]
    public async Task Without_memory_for_a_larger_cache_the_oldest_conversation_is_evicted()
    {
        using var loop = new SteppedLoop(sequences: 2, cells: 256, memory: () => s_full);
        var oldest = SteppedLoop.Noise(1, 200);
        await loop.AnswerAsync(oldest, 5);

        (await loop.AnswerAsync(SteppedLoop.Noise(2, 200), 5)).Should().HaveCount(5);

        loop.Context.Cells.Should().Be(256);
        var again = loop.Submit(oldest, 1);
        await loop.RunAsync(again);
        again.CachedTokens.Should().Be(0);
    }

    [Fact]
    public async Task Growing_needs_memory_for_the_new_cache_and_for_a_copy_of_the_old_one()
    {
        using var tooLittle = new SteppedLoop(sequences: 2, cells: 256, memory: () => new(long.MaxValue, ((256 + 512) * SteppedLoop.BytesPerToken) - 1));
        using var enough = new SteppedLoop(sequences: 2, cells: 256, memory: () => new(long.MaxValue, (256 + 512) * SteppedLoop.BytesPerToken));
        foreach (var loop in (SteppedLoop[])[tooLittle, enough])
        {
            await loop.AnswerAsync(SteppedLoop.Noise(1, 200), 5);
            await loop.AnswerAsync(SteppedLoop.Noise(2, 200), 5);
        }

        (tooLittle.Context.Cells, enough.Context.Cells).Should().Be((256, 512));
    }

    [Fact]
    public async Task A_saved_conversation_that_does_not_fit_is_restored_into_a_larger_cache()
    {
        var memory = s_full;
        using var loop = new SteppedLoop(sequences: 2, cells: 256, promptCacheBytes: 100_000_000, memory: () => memory);
        var saved = SteppedLoop.Noise(1, 200);
        var answer = await loop.AnswerAsync(saved, 5);
        await loop.AnswerAsync(SteppedLoop.Noise(2, 200), 5);
        memory = s_plenty;

        var again = loop.Submit(saved, 5);

        (await loop.RunAsync(again)).Should().Equal(answer);
        (again.CachedTokens, loop.Context.Cells).Should().Be((saved.Length - 1, 512));
    }

    [Fact]
    public void A_larger_context_has_as_many_threads_as_the_one_before()
    {
        using var loop = new SteppedLoop(sequences: 1, cells: 256);
        loop.Context.SetThreads(2, 3);

        loop.Context.TryGrow(512).Should().BeTrue();

        (loop.Context.Threads, loop.Context.BatchThreads, loop.Context.Cells).Should().Be((2, 3, 512));
    }

    [Fact]
    public async Task A_loaded_model_keeps_its_adapters_when_its_cache_grows()
    {
        var (model, adapter) = (Path.Combine(_folder.Path, "model.gguf"), Path.Combine(_folder.Path, "adapter.gguf"));
        new RandomLlama { ContextLength = 4096 }.Write(model);
        new RandomLora().Write(adapter);
        var options = new InferenceOptions(MaxConcurrency: 1, Threads: 1) { Adapters = new([new(adapter, 1)]) };

        var (grown, lines) = await AnswerAsync(model, options);
        var (whole, _) = await AnswerAsync(model, options with { ReproducibleSeeds = true });
        var (plain, _) = await AnswerAsync(model, options with { Adapters = new([]) });

        grown.Should().Equal(whole).And.NotEqual(plain);
        lines.Should().ContainSingle(line => line.Contains("grew from 2048 to 4096 tokens, of at most 4096"));
    }

    [Theory]
    [InlineData(FlashAttentionMode.On, KvCacheType.F16)]
    [InlineData(FlashAttentionMode.Off, KvCacheType.F16)]
    [InlineData(FlashAttentionMode.On, KvCacheType.Q8_0)]
    public async Task Every_layout_of_the_cache_can_grow(FlashAttentionMode attention, KvCacheType type)
    {
        var model = Path.Combine(_folder.Path, "model.gguf");
        new RandomLlama { ContextLength = 4096, Width = 128 }.Write(model);
        var options = new InferenceOptions(MaxConcurrency: 1, Threads: 2) { FlashAttention = attention, KvCacheType = type };

        var (grown, lines) = await AnswerAsync(model, options);

        grown.Should().Equal((await AnswerAsync(model, options with { ReproducibleSeeds = true })).Answer);
        lines.Should().ContainSingle(line => line.Contains("grew from"));
    }

    [Fact]
    public async Task A_cache_that_the_system_has_no_memory_for_keeps_its_size_and_its_tokens()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the address space of a process can be limited there");
        var path = Path.Combine(_folder.Path, "model.gguf");
        new RandomLlama { Layers = 16, Width = 256, Heads = 8, KeyValueHeads = 8, ContextLength = 4096 }.Write(path); // its state has 16 KiB for each token

        var (exitCode, output, errors) = await ChildProcess.RunAsync("refused-memory", path);

        exitCode.Should().Be(0, "{0}{1}", output, errors);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal("without memory: False, 2048 cells", "with memory: True, 4096 cells, 1537 tokens");
    }

    [Fact]
    public void The_whole_cache_is_allocated_at_once_where_its_size_changes_the_answers()
    {
        FirstCells(new RandomLlama { ContextLength = 8192 }.Write).Should().Be(CacheGrowth.First);
        FirstCells(new RandomLlama { ContextLength = 8192 }.Write, reproducible: true).Should().BeNull();
        FirstCells(new RandomLlama { ContextLength = CacheGrowth.First }.Write).Should().BeNull();
        FirstCells(new RandomGemma { ContextLength = 8192 }.Write).Should().BeNull("a sliding window has a size of its own");
        FirstCells(LongRope().Write).Should().BeNull("llama.cpp chooses the rope factors by the length of the context");
        FirstCells(new RandomMamba { ContextLength = 8192 }.Write).Should().BeNull("recurrent memory has no cells");
    }

    private static GgufWriter LongRope() => new RandomLlama { ContextLength = 8192 }.ToGguf()
        .Add("llama.rope.scaling.type", "longrope")
        .AddTensor("rope_factors_long.weight", WeightType.F32, [8], (_, row) => row.Fill(2))
        .AddTensor("rope_factors_short.weight", WeightType.F32, [8], (_, row) => row.Fill(1));

    /// <summary>The answers to a long prompt for each slot, all at the same time, and a second turn of each conversation.</summary>
    private static async Task<List<List<int>>> AnswerAllAsync(SteppedLoop loop, int count)
    {
        List<List<int>> answers = [];
        int[][] prompts = [.. Enumerable.Range(1, count).Select(seed => (int[])[.. SteppedLoop.Noise(0, 100), .. SteppedLoop.Noise(seed, 140)])];
        for (var turn = 0; turn < 2; turn++)
        {
            var generations = prompts.Select(prompt => loop.Submit(prompt, 40)).ToList();
            for (var at = 0; at < count; at++)
            {
                answers.Add(await loop.RunAsync(generations[at]));
                prompts[at] = [.. prompts[at], .. answers[^1], .. SteppedLoop.Noise(10 + at, 30)];
            }
        }

        return answers;
    }

    private static async Task<(List<int> Answer, IReadOnlyList<string> Lines)> AnswerAsync(string path, InferenceOptions options)
    {
        using var logs = new LogLines();
        await using var model = await LoadedModel.LoadAsync(path, options, logs);
        var answer = await SteppedLoop.ReadAsync(model.Generate(Prompts.Greedy(SteppedLoop.Noise(1, 2_030), maxTokens: 40)));
        return (answer, [.. logs.Lines.Select(line => line.Text)]);
    }

    private uint? FirstCells(Action<string> write, bool reproducible = false)
    {
        var path = Path.Combine(_folder.Path, "model.gguf");
        write(path);
        NativeRuntime.Use(null, NullLogger.Instance);
        using var model = ModelHandle.Load(path, new(), NullLogger.Instance, default);
        var file = Edge.AI.Gguf.GgufModel.Read(path);
        var options = new InferenceOptions { ReproducibleSeeds = reproducible };
        return CacheGrowth.Begin(file, model, NativeSettings.OfContext(new((int)file.File.ContextLength!, 1), options), options, hasMemory: true)?.ContextSize;
    }
}
