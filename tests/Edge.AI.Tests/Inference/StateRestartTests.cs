using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Inference;

/// <summary>What a model or a process that starts later takes from <c>PromptCacheDirectory</c>.</summary>
public sealed class StateRestartTests : IDisposable
{
    private const int Common = 300;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_process_restores_what_an_earlier_one_saved_and_gives_the_same_answer()
    {
        (await ProcessAsync("cache", 1)).Should().StartWith("0 cached:");
        var restored = await ProcessAsync("cache", 2);
        var processed = await ProcessAsync("other", 2);

        restored.Should().StartWith("150 cached: ").And.EndWith(processed["0 cached: ".Length..]);
        processed.Should().StartWith("0 cached: ");
    }

    [Fact]
    public async Task Two_processes_at_once_use_one_folder()
    {
        var together = await Task.WhenAll(ProcessAsync("cache", 1), ProcessAsync("cache", 1));

        together.Select(line => line.Split(": ")[1]).Distinct().Should().ContainSingle("both give the same answer");
        Directory.GetFiles(Path.Combine(_folder.Path, "cache")).Should().ContainSingle().Which.Should().EndWith(".state");
        (await ProcessAsync("cache", 2)).Should().StartWith("150 cached: ");
    }

    [Theory]
    [InlineData("recurrent")]
    [InlineData("sliding window")]
    [InlineData("full attention")]
    public async Task Each_kind_of_memory_is_restored_and_gives_the_same_answer(string memory)
    {
        var model = Write(memory);
        await AnswerAsync(model, "cache", Prompt(2), Common);
        var (restored, cached) = await AnswerAsync(model, "cache", Prompt(3), Common);
        var (processed, _) = await AnswerAsync(model, "other", Prompt(3), Common);

        cached.Should().Be(Common);
        restored.Should().Equal(processed);
    }

    [Fact]
    public async Task A_state_of_another_model_is_not_used()
    {
        await AnswerAsync(Write("full attention"), "cache", Prompt(2), Common);

        (await AnswerAsync(Write("full attention", seed: 2), "cache", Prompt(3), Common)).Cached.Should().Be(0);
    }

    [Fact]
    public async Task A_state_that_is_not_the_newest_is_read_when_a_request_needs_it()
    {
        var path = Write("full attention");
        int[] other = [.. SteppedLoop.Noise(9, Common), .. SteppedLoop.Noise(2, 40)];
        await AnswerAsync(path, "cache", Prompt(2), Common);
        await AnswerAsync(path, "cache", other, Common);

        (await AnswerAsync(path, "cache", Prompt(3), Common)).Cached.Should().Be(Common);
    }

    [Fact]
    public async Task What_three_conversations_begin_with_is_restored()
    {
        var path = Write("full attention");
        await using (var model = await LoadAsync(path, "cache"))
        {
            foreach (var question in (int[])[2, 3, 4])
                await AnswerAsync(model, Prompt(question), common: 0);
        }

        (await AnswerAsync(path, "cache", Prompt(5), common: 0)).Cached.Should().Be(Common);
    }

    private async Task<string> ProcessAsync(string cache, int question)
    {
        var (exitCode, output, errors) = await ChildProcess.RunAsync("state", TinyModel.Path, Path.Combine(_folder.Path, cache), $"{question}");
        exitCode.Should().Be(0, "{0}{1}", output, errors);
        return output.Trim();
    }

    private string Write(string memory, int seed = 1)
    {
        var path = Path.Combine(_folder.Path, $"{memory} {seed}.gguf");
        if (memory == "recurrent")
            new RandomMamba().Write(path);
        else if (memory == "sliding window")
            new RandomGemma { Window = 16 }.Write(path);
        else
            new RandomLlama { ContextLength = 1024, Seed = seed }.Write(path);
        return path;
    }

    private static int[] Prompt(int question) => [.. SteppedLoop.Noise(1, Common), 299 + question, .. SteppedLoop.Noise(question, 40)];

    private async Task<(List<int> Answer, int Cached)> AnswerAsync(string path, string cache, int[] prompt, int common)
    {
        await using var model = await LoadAsync(path, cache);
        return await AnswerAsync(model, prompt, common);
    }

    private static async Task<(List<int> Answer, int Cached)> AnswerAsync(LoadedModel model, int[] prompt, int common)
    {
        var generation = model.Generate(Prompts.Greedy(prompt, 20) with { CommonTokens = common });
        return (await SteppedLoop.ReadAsync(generation), generation.CachedTokens);
    }

    private Task<LoadedModel> LoadAsync(string path, string cache) => LoadedModel.LoadAsync(
        path, new() { ContextSize = 512, MaxConcurrency = 2, Threads = 1, PromptCacheDirectory = Path.Combine(_folder.Path, cache) }, NullLoggerFactory.Instance);
}
