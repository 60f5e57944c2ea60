using Edge.AI.Chat;
using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Inference;

/// <summary>How a model is sampled when nobody says.</summary>
public sealed class SamplingMetadataTests(NoiseModel noise)
{
    [Fact]
    public async Task What_a_request_leaves_unset_is_as_the_models_file_says_and_else_as_llama_does()
    {
        await using var model = await LoadAsync(gguf => gguf.Add("general.sampling.temp", 0.25f).Add("general.sampling.top_k", 7u).Add("general.sampling.penalty_last_n", 9u));

        model.DefaultSampling.Should().BeEquivalentTo(new SamplingSettings { Temperature = 0.25f, TopK = 7, PenaltyLastTokens = 9 });
        ChatRequest.From(new() { TopK = 3 }, TinyClient.Model).Sampling(model.DefaultSampling).Should().BeEquivalentTo(new { Temperature = 0.25f, TopK = 3, PenaltyLastTokens = 9, TopP = 0.95f });
        (await noise.Loaded).DefaultSampling.Should().BeEquivalentTo(new SamplingSettings());
    }

    [Fact]
    public async Task What_makes_no_sense_in_the_file_counts_as_not_said()
    {
        await using var model = await LoadAsync(gguf => gguf.Add("general.sampling.temp", "hot").Add("general.sampling.top_p", 1.5f).Add("general.sampling.mirostat", 3u));

        model.DefaultSampling.Should().BeEquivalentTo(new SamplingSettings());
    }

    private static async Task<LoadedModel> LoadAsync(Action<GgufWriter> change)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.gguf");
        var gguf = new RandomLlama { Layers = 1, Width = 32, FeedForward = 32 }.ToGguf();
        change(gguf);
        gguf.Write(path);
        return await LoadedModel.LoadAsync(path, new() { MaxConcurrency = 1, Threads = 1 }, NullLoggerFactory.Instance);
    }
}
