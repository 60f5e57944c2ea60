using Edge.AI.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Inference;

/// <summary>Published models, where the folder with them lies beside the repository: what is whole must not be refused.</summary>
public class SharedModelTests
{
    [Theory]
    [InlineData("SmolLM2-135M-Instruct.Q4_1.gguf")]
    [InlineData("TinyStories-656K-q8_0.gguf")]
    [InlineData("stories260K-f32.gguf")]
    [InlineData("stories260K-q8_0.gguf")]
    [InlineData("tiny-rwkv7-834K-f32.gguf")]
    public async Task A_published_model_loads_and_generates(string name)
    {
        await using var model = await LoadedModel.LoadAsync(Find(name), new() { ContextSize = 64, MaxConcurrency = 1, Threads = 1 }, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        var prompt = model.Vocabulary.Tokenize("Once upon a time", addSpecial: true, parseSpecial: false);

        var tokens = await model.Generate(new(prompt, new() { Temperature = 0 }, 2)).ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        tokens.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_published_embedding_model_is_refused_as_one()
    {
        var path = Find("all-MiniLM-L6-v2-q8_0.gguf");
        var loading = () => LoadedModel.LoadAsync(path, new(), NullLoggerFactory.Instance);

        (await loading.Should().ThrowAsync<ModelValidationException>()).WithMessage("*is an embedding model (architecture 'bert'), so it cannot chat.");
    }

    private static string Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "shared", "models", name) is var path && File.Exists(path))
                return path;
        }

        Assert.Skip($"There is no shared/models/{name} beside the repository.");
        return "";
    }
}
