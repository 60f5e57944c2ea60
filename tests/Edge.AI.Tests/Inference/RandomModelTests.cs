using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Inference;

/// <summary>Models with random weights, written by the tests themselves: their text is noise, but llama.cpp must take it as any other.</summary>
public sealed class RandomModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<VocabularyKind, WeightType> Kinds => new MatrixTheoryData<VocabularyKind, WeightType>(Enum.GetValues<VocabularyKind>(), Enum.GetValues<WeightType>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_written_model_loads_and_generates(VocabularyKind vocabulary, WeightType weights)
    {
        await using var model = await LoadAsync(new() { VocabularyKind = vocabulary, Weights = weights });
        var generation = model.Generate(Hot(model.Vocabulary.Tokenize("Hello, żółw 🐢!", addSpecial: true, parseSpecial: false), maxTokens: 16));

        await foreach (var _ in generation.ReadAsync(TestContext.Current.CancellationToken))
        {
        }

        generation.End.Should().NotBeNull();
    }

    [Fact]
    public async Task A_model_of_words_never_ends_and_reads_what_it_said_as_the_same_tokens()
    {
        await using var model = await LoadAsync(new() { Architecture = ModelArchitecture.Qwen2, VocabularyKind = VocabularyKind.Words, VocabularySize = 4096 });
        var generation = model.Generate(Hot(model.Vocabulary.Tokenize(" bab dod", addSpecial: true, parseSpecial: false), maxTokens: 200));
        List<int> said = [];
        await foreach (var token in generation.ReadAsync(TestContext.Current.CancellationToken))
            said.Add(token);

        var text = string.Concat(said.Select(new TextDecoder(model.Vocabulary).Append));

        generation.End.Should().Be(GenerationEnd.MaxTokens);
        model.Vocabulary.Tokenize(text, addSpecial: false, parseSpecial: false).Should().Equal(said);
    }

    [Fact]
    public async Task Text_survives_tokens_and_back_whole_character_by_whole_character()
    {
        await using var model = await LoadAsync(new());
        const string Text = "naïve żółw 🐢 日本語 👩‍👩‍👧";
        var decoder = new TextDecoder(model.Vocabulary);

        var pieces = model.Vocabulary.Tokenize(Text, addSpecial: false, parseSpecial: false).Select(decoder.Append).ToList();

        string.Concat(pieces).TrimStart().Should().Be(Text);
        pieces.Should().OnlyContain(piece => piece.Length == 0 || (!char.IsLowSurrogate(piece.First()) && !char.IsHighSurrogate(piece.Last())));
    }

    [Fact]
    public async Task A_reader_that_does_not_read_pauses_its_own_slot_and_nobody_elses()
    {
        await using var model = await LoadAsync(new() { ContextLength = 2048 }, maxConcurrency: 2);
        var prompt = model.Vocabulary.Tokenize("Once", addSpecial: true, parseSpecial: false);
        var unread = model.Generate(Prompts.Greedy(prompt)); // greedy noise runs in circles and never ends

        var read = 0;
        await foreach (var _ in model.Generate(Prompts.Greedy(prompt, maxTokens: 2 * Generation.MaxUnread)).ReadAsync(TestContext.Current.CancellationToken))
            read++;

        read.Should().Be(2 * Generation.MaxUnread);
        unread.Unread.Should().Be(Generation.MaxUnread);
        (await ReadAsync(unread, 2 * Generation.MaxUnread)).Should().Be(2 * Generation.MaxUnread, "a reader that comes back wakes its slot");
    }

    private static async Task<int> ReadAsync(Generation generation, int count)
    {
        var read = 0;
        await foreach (var _ in generation.ReadAsync(TestContext.Current.CancellationToken))
        {
            if (++read == count)
                break;
        }

        return read;
    }

    private static GenerationRequest Hot(IReadOnlyList<int> prompt, int maxTokens) => new(prompt, new() { Temperature = 1, Seed = 1 }, maxTokens);

    private Task<LoadedModel> LoadAsync(RandomLlama llama, int maxConcurrency = 1)
    {
        var path = Path.Combine(_folder.Path, "random.gguf");
        llama.Write(path);
        return LoadedModel.LoadAsync(path, new() { MaxConcurrency = maxConcurrency, Threads = 1 }, NullLoggerFactory.Instance);
    }
}
