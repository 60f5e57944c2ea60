using Edge.AI.Bench.Inference.Models;
using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Bench;

public sealed class EndlessModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_copy_differs_only_in_the_tokens_that_end_an_answer()
    {
        var source = Path.Combine(_folder.Path, "source.gguf");
        new RandomLlama { VocabularyKind = VocabularyKind.BytePair }.Write(source);

        var copy = EndlessModel.InFolder(_folder.Path, source);

        await using var model = await LoadedModel.LoadAsync(copy, new() { MaxConcurrency = 1, Threads = 1 }, NullLoggerFactory.Instance);
        model.Vocabulary.IsEndOfGeneration(Vocabulary.EndId).Should().BeFalse();
        model.Vocabulary.IsEndOfGeneration(Vocabulary.MessageEndId).Should().BeFalse();
        model.Text.ChatTemplate.Should().Contain("<|IM_END|>").And.NotContain("<|im_end|>");
        model.Vocabulary.Tokenize("<|IM_END|>", addSpecial: false, parseSpecial: true).Should().Equal(Vocabulary.MessageEndId);
        File.ReadAllBytes(copy).Zip(File.ReadAllBytes(source)).Count(pair => pair.First != pair.Second).Should().BeInRange(1, 64);
    }
}
