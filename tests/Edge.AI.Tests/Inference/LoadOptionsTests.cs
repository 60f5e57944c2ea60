using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Inference;

/// <summary>Options that change how llama.cpp loads and runs a model, with the real one.</summary>
public sealed class LoadOptionsTests
{
    private const string France = "What is the capital of France?";

    public static TheoryData<string> Ways => ["defaults", "copied", "locked", "mapped and locked", "flash", "no flash", "q8_0", "batch threads"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task However_it_is_loaded_the_model_answers(string way)
    {
        InferenceOptions options = new() { ContextSize = 256, MaxConcurrency = 2, Threads = 1 };
        options = way switch
        {
            "copied" => options with { UseMemoryMapping = false },
            "locked" => options with { UseMemoryMapping = false, LockMemory = true },
            "mapped and locked" => options with { LockMemory = true },
            "flash" => options with { FlashAttention = FlashAttentionMode.On },
            "no flash" => options with { FlashAttention = FlashAttentionMode.Off },
            "q8_0" => options with { FlashAttention = FlashAttentionMode.On, KvCacheType = KvCacheType.Q8_0 },
            "batch threads" => options with { BatchThreads = 2 },
            _ => options,
        };

        await using var model = await LoadAsync(TinyModel.Path, options);

        (await Prompts.AnswerAsync(model, France)).Should().Be("The capital of France is Paris.");
    }

    [Theory]
    [InlineData(KvCacheType.F16, "f16")]
    [InlineData(KvCacheType.Q8_0, "q8_0")]
    [InlineData(KvCacheType.Q4_0, "q4_0")]
    public async Task The_cache_has_the_type_that_was_asked_for(KvCacheType type, string name)
    {
        var log = new RecordingLogger();
        var options = new InferenceOptions { ContextSize = 256, MaxConcurrency = 1, Threads = 1, KvCacheType = type, FlashAttention = FlashAttentionMode.On };

        await using var model = await LoadedModel.LoadAsync(TinyModel.Path, options, new OneLogger(log), TestContext.Current.CancellationToken);

        log.Lines.Should().Contain(line => line.Text.Contains($"K ({name})") && line.Text.Contains($"V ({name})"));
    }

    [Theory]
    [InlineData(1, null, "GpuLayers")]
    [InlineData(null, 0, "MainGpu")]
    public async Task A_gpu_that_is_not_there_is_an_error_and_not_a_warning(int? layers, int? main, string option)
    {
        var loading = () => LoadAsync(TinyModel.Path, new() { GpuLayers = layers, MainGpu = main });

        (await loading.Should().ThrowAsync<EdgeOptionException>()).Which.Option.Should().Be(option);
    }

    [Fact]
    public async Task What_needs_more_memory_than_any_machine_has_is_refused_before_it_is_loaded()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "long.gguf");
        new RandomLlama { ContextLength = 16_000_000 }.Write(path);

        var error = (await FluentActions.Awaiting(() => LoadAsync(path, new() { ContextSize = 16_000_000, MaxConcurrency = 256 })).Should().ThrowAsync<ModelMemoryException>()).Which;

        error.Message.Should().Contain("long.gguf").And.Contain("TB");
        error.RequiredBytes.Should().BeGreaterThan(1_000_000_000_000);
        error.Hint.Should().Contain("ContextSize").And.Contain("MaxConcurrency");
    }

    private static Task<LoadedModel> LoadAsync(string path, InferenceOptions options) => LoadedModel.LoadAsync(path, options, NullLoggerFactory.Instance);

    private sealed class OneLogger(ILogger logger) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => logger;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
