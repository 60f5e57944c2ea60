using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Platform;
using Edge.AI.Testing.Gguf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Support;

/// <summary>An inference loop that a test runs step by step, on the test's own thread.</summary>
internal sealed class SteppedLoop : IDisposable
{
    /// <summary>What <see cref="CacheGrowth"/> takes for the size of a token in the cache.</summary>
    public const int BytesPerToken = 1000;

    private readonly TemporaryFolder _folder = new();
    private readonly ModelHandle _model;

    /// <param name="sequences">The number of slots.</param>
    /// <param name="length">The context size of each slot, in tokens.</param>
    /// <param name="batchSize">The maximum number of tokens in one step.</param>
    /// <param name="cells">The number of tokens that all slots may hold together; null for the maximum.</param>
    /// <param name="path">The model file; null for a model with random weights.</param>
    /// <param name="promptCacheBytes">The memory for evicted conversations, in bytes.</param>
    /// <param name="reproducibleSeeds">Whether seeded requests get batches of their own.</param>
    /// <param name="memory">The memory of a machine on which the cache grows from <paramref name="cells"/> on; null if it keeps its size.</param>
    /// <param name="speculation">Whether slots guess their next tokens. Without it, each step gives a generating slot one token.</param>
    /// <param name="logger">Where the loop logs; null for nowhere.</param>
    public SteppedLoop(
        int sequences,
        int length = 512,
        int batchSize = 512,
        int? cells = null,
        string? path = null,
        long promptCacheBytes = 0,
        bool reproducibleSeeds = false,
        bool speculation = false,
        Func<MachineMemory>? memory = null,
        ILogger? logger = null)
    {
        var options = new InferenceOptions(BatchSize: batchSize, Threads: 1, MaxQueueLength: 100) { PromptCacheBytes = promptCacheBytes, ReproducibleSeeds = reproducibleSeeds, Speculation = speculation };
        NativeRuntime.Use(null, NullLogger.Instance);
        _model = ModelHandle.Load(path ?? Write(length), new(), NullLogger.Instance, default);
        Vocabulary = new(_model);
        var settings = NativeSettings.OfContext(new(length, sequences), options);
        Context = ContextHandle.Create(_model, settings with { ContextSize = (uint?)cells ?? settings.ContextSize }, "test", NullLogger.Instance);
        var growth = memory is null ? null : new CacheGrowth(Context, (int)settings.ContextSize!.Value, BytesPerToken, memory, NullLogger.Instance);
        Loop = new(Context, Vocabulary, length, options, Clock, logger ?? NullLogger.Instance, growth: growth);
    }

    public InferenceLoop Loop { get; }

    public Edge.AI.Native.Vocabulary Vocabulary { get; }

    public ContextHandle Context { get; }

    public StepClock Clock { get; } = new();

    /// <summary>A question in edge-tiny's format.</summary>
    public int[] Ask(string question, string before = "") => Prompts.Ask(Vocabulary, question, before);

    /// <summary>A greedy request.</summary>
    public Generation Submit(IReadOnlyList<int> prompt, int maxTokens = int.MaxValue) => Loop.Submit(Prompts.Greedy(prompt, maxTokens));

    /// <summary>The answer to a prompt while no other request runs.</summary>
    public async Task<List<int>> AnswerAsync(IReadOnlyList<int> prompt, int maxTokens) => await RunAsync(Submit(prompt, maxTokens));

    /// <summary>Runs steps until a request has ended, and returns its tokens.</summary>
    public async Task<List<int>> RunAsync(Generation generation)
    {
        while (generation.End is null && Loop.Step())
        {
        }

        return await ReadAsync(generation);
    }

    public static async Task<List<int>> ReadAsync(Generation generation)
    {
        List<int> tokens = [];
        await foreach (var token in generation.ReadAsync(TestContext.Current.CancellationToken))
            tokens.Add(token);
        return tokens;
    }

    public void Step(int times)
    {
        for (var step = 0; step < times; step++)
            Loop.Step().Should().BeTrue("there is something to do");
    }

    /// <summary>Empties the prefix cache, so that the next request finds no cached tokens.</summary>
    public void ForgetAll()
    {
        while (Loop.EvictOldest())
        {
        }
    }

    /// <summary>Random token ids, different for each seed.</summary>
    public static int[] Noise(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(300, 500))];
    }

    public void Dispose()
    {
        Loop.Dispose();
        Context.Dispose();
        Vocabulary.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    private string Write(int length)
    {
        var path = Path.Combine(_folder.Path, "random.gguf");
        new RandomLlama { ContextLength = length }.Write(path);
        return path;
    }
}
