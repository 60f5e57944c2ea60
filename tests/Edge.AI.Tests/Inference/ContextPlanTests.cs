using Edge.AI.Gguf;
using Edge.AI.Inference;
using Edge.AI.Platform;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

public sealed class ContextPlanTests : IDisposable
{
    private const long Much = 64L << 30;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(512, 512)]
    [InlineData(8192, 8192)]
    [InlineData(131_072, 8192)]
    public void With_memory_enough_a_sequence_holds_what_the_model_was_trained_for_and_8192_at_most(int trained, int length) =>
        Plan(new(), Much, trained: trained).SequenceLength.Should().Be(length);

    [Theory]
    [InlineData(1, 4)]
    [InlineData(8, 8)]
    [InlineData(64, 16)]
    public void With_memory_enough_there_are_as_many_sequences_as_cores_from_4_to_16(int cores, int sequences) =>
        Plan(new(), Much, cores: cores).Sequences.Should().Be(sequences);

    [Fact]
    public void What_is_asked_for_is_given() =>
        Plan(new() { ContextSize = 100_000, MaxConcurrency = 3 }, Much).Should().Be(new ContextPlan(100_000, 3));

    [Fact]
    public void The_caches_of_sequences_that_nobody_asked_for_take_a_quarter_of_the_memory_at_most()
    {
        var cache = Estimate(new()).CacheOf(8192, sequences: 1);

        Plan(new() { ContextSize = 8192 }, Much, cores: 16, limit: 7 * 4 * cache).Sequences.Should().Be(7);
    }

    [Fact]
    public void Where_memory_is_short_an_unset_context_shrinks_until_it_fits()
    {
        var available = Estimate(new()).Of(2048, 1);

        var plan = Plan(new(), available);

        plan.Should().Be(new ContextPlan(2048, 1));
    }

    [Fact]
    public void A_context_that_was_asked_for_does_not_shrink_but_fails_with_what_would_help()
    {
        var available = Estimate(new()).Of(2048, 1);

        var error = FluentActions.Invoking(() => Plan(new() { ContextSize = 4096 }, available)).Should().Throw<ModelMemoryException>().Which;

        error.Code.Should().Be("EDGE_MEMORY_INSUFFICIENT");
        (error.RequiredBytes, error.AvailableBytes).Should().Be((Estimate(new()).Of(4096, 1), available));
        error.Hint.Should().ContainAll("ContextSize", "2048", "4096", "KvCacheType");
    }

    [Fact]
    public void Sequences_that_were_asked_for_do_not_shrink_either()
    {
        var available = Estimate(new()).Of(512, 8);

        Plan(new() { MaxConcurrency = 8 }, available).Should().Be(new ContextPlan(512, 8));
        FluentActions.Invoking(() => Plan(new() { MaxConcurrency = 9 }, available)).Should().Throw<ModelMemoryException>().Which.Hint.Should().Contain("MaxConcurrency");
    }

    [Fact]
    public void Where_the_weights_alone_do_not_fit_no_option_is_named() =>
        FluentActions.Invoking(() => Plan(new(), Estimate(new()).Weights)).Should().Throw<ModelMemoryException>().Which.Hint.Should().Contain("smaller model").And.NotContain("ContextSize");

    [Fact]
    public void A_quantized_cache_takes_less()
    {
        var full = Estimate(new()).CacheBytesPerToken;

        full.Should().Be(2 * 2 * 64 * sizeof(ushort), "two layers keep two heads of 32 numbers, twice");
        Estimate(new() { KvCacheType = KvCacheType.Q8_0 }).CacheBytesPerToken.Should().Be(2 * 2 * 2 * 34);
        Estimate(new() { KvCacheType = KvCacheType.Q4_0 }).CacheBytesPerToken.Should().Be(2 * 2 * 2 * 18);
    }

    [Fact]
    public void Layers_on_a_gpu_take_nothing_of_the_machines_memory()
    {
        var own = Estimate(new());

        new MemoryEstimate(Model(131_072), [], new() { GpuLayers = 1 }, hasGpu: true).Weights.Should().Be(own.Weights / 2);
        new MemoryEstimate(Model(131_072), [], new() { GpuLayers = 1 }, hasGpu: false).Weights.Should().Be(own.Weights);
        new MemoryEstimate(Model(131_072), [], new(), hasGpu: true).CacheBytesPerToken.Should().Be(0);
    }

    [Fact]
    public void Adapters_and_the_prompt_cache_count()
    {
        var path = Path.Combine(_folder.Path, "adapter.gguf");
        new RandomLora { In = 128, Out = 64, Rank = 4 }.Write(path);
        var adapter = GgufFile.Read(path);
        var plain = Estimate(new());

        new MemoryEstimate(Model(131_072), [adapter, adapter], new(), hasGpu: false).Of(512, 1).Should().Be(plain.Of(512, 1) + 2 * 4 * (128 + 64) * sizeof(float));
        Estimate(new() { PromptCacheBytes = 1_000_000 }).Of(512, 1).Should().Be(plain.Of(512, 1) + 1_000_000);
    }

    [Fact]
    public void A_prompt_cache_for_which_there_is_no_memory_is_named_with_what_would_fit()
    {
        var available = Estimate(new()).Of(4096, 2) + 1_000_000;

        var error = FluentActions.Invoking(() => Plan(new() { ContextSize = 4096, MaxConcurrency = 2, PromptCacheBytes = 5_000_000 }, available)).Should().Throw<ModelMemoryException>().Which;

        error.Hint.Should().Be("Set PromptCacheBytes to 1000000 or less (it is 5000000).");
    }

    [Fact]
    public void A_prompt_cache_does_not_hide_that_the_weights_alone_do_not_fit() =>
        FluentActions.Invoking(() => Plan(new() { PromptCacheBytes = 1000 }, Estimate(new()).Weights)).Should().Throw<ModelMemoryException>().Which.Hint.Should().Contain("smaller model");

    private ContextPlan Plan(InferenceOptions options, long available, int trained = 131_072, int cores = 1, long? limit = null)
    {
        var model = Model(trained);
        return ContextPlan.For(model, options, new(model, [], options, hasGpu: false), new MachineMemory(limit ?? available, available), cores);
    }

    private MemoryEstimate Estimate(InferenceOptions options) => new(Model(131_072), [], options, hasGpu: false);

    private GgufModel Model(int trained)
    {
        var path = Path.Combine(_folder.Path, $"{trained}.gguf");
        if (!File.Exists(path))
            new RandomLlama { ContextLength = trained, Width = 128, Heads = 4, KeyValueHeads = 2 }.Write(path);
        return GgufModel.Read(path);
    }
}
