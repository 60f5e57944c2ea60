using Edge.AI.Native;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Native;

public sealed class LongTextTests
{
    [Fact]
    public async Task A_text_that_recursive_pre_tokenizers_have_no_stack_for_is_tokenized_as_llama_cpp_would_with_more_stack()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, errors) = await ChildProcess.RunAsync("compare-tokens", folder.Path, "30000", "gpt-4o");

        exitCode.Should().Be(0, "{0}{1}", output, errors);
        output.Should().Contain("18 compared, 0 differ");
    }

    [Theory]
    [InlineData("deepseek-llm")]
    [InlineData("deepseek-v3")]
    [InlineData("exaone-moe")]
    [InlineData("gemma4")]
    [InlineData("jais-2")]
    [InlineData("qwen2")]
    [InlineData("superbpe")]
    [InlineData("tiny_aya")]
    public void A_text_in_pieces_has_the_tokens_that_it_has_as_a_whole(string preTokenizer)
    {
        using var file = VocabularyFile.Merging(preTokenizer, maxPieceBytes: preTokenizer == "jais-2" ? 1536 : 256);

        foreach (var kind in LongText.Kinds.Concat(LongText.MoreKinds))
        {
            var text = LongText.Of(kind, preTokenizer == "jais-2" ? 4000 : 1500);
            file.Tokenize(text).Should().Equal(file.Reference(text), "'{0}' is cut where nothing changes", kind);
        }
    }

    [Fact]
    public void SentencePiece_in_pieces_has_the_tokens_that_it_has_as_a_whole_and_one_space_before_them()
    {
        using var file = VocabularyFile.SentencePiece(maxPieceBytes: 256);

        foreach (var kind in LongText.Kinds.Concat(LongText.MoreKinds))
        {
            var text = LongText.Of(kind, 1500);
            file.Tokenize(text).Should().Equal(file.Reference(text), "'{0}' is cut where nothing changes", kind);
        }
    }

    [Fact]
    public void A_text_that_can_not_fit_is_refused_before_it_is_tokenized()
    {
        using var file = VocabularyFile.Merging("gpt-4o");
        var longest = Enumerable.Range(0, file.Vocabulary.Size).Max(file.Vocabulary.PieceLength);
        var text = LongText.Of("letter", 10_000_000);

        var error = FluentActions.Invoking(() => file.Vocabulary.Tokenize(text, [], addBeginning: true, maxTokens: 1000, TestContext.Current.CancellationToken))
            .Should().Throw<ContextExceededException>().Which;

        error.PromptTokens.Should().Be((10_000_000 + longest - 1) / longest + 0, "a token stands for at most {0} bytes, and nothing was tokenized", longest);
        error.Message.Should().Contain("at least");
        error.AvailableTokens.Should().Be(1000);
    }

    [Fact]
    public void A_text_that_turns_out_too_long_is_given_up_on_the_way()
    {
        using var file = VocabularyFile.Merging("qwen2", maxPieceBytes: 256);
        var text = LongText.Of("random", 100_000);

        var error = FluentActions.Invoking(() => file.Vocabulary.Tokenize(text, [], addBeginning: false, maxTokens: 20_000, TestContext.Current.CancellationToken))
            .Should().Throw<ContextExceededException>().Which;

        error.PromptTokens.Should().BeInRange(20_001, 30_000);
    }

    [Fact]
    public void Tokenizing_ends_when_it_is_cancelled()
    {
        using var file = VocabularyFile.Merging("gpt-4o");
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        FluentActions.Invoking(() => file.Vocabulary.Tokenize(LongText.Of("mixed", 10_000_000), [], addBeginning: false, int.MaxValue, cancellation.Token))
            .Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void A_thread_with_little_stack_is_enough()
    {
        using var file = VocabularyFile.Merging("tekken");
        var text = LongText.Of("letter", 5000);
        int[] tokens = [];

        var thread = new Thread(() => tokens = file.Tokenize(text), 256 * 1024);
        thread.Start();
        thread.Join();

        tokens.Should().Equal(file.Reference(text));
    }

    [Fact]
    public void Only_pre_tokenizers_that_llama_cpp_knows_to_loop_count_as_iterative()
    {
        MergingVocabulary.PreTokenizers.Where(name => PreTokenizer.Of(VocabularyType.BytePair, "gpt2", name).Recurses).Should().HaveCount(32, "31 recurse, and chameleon's patterns could");
        PreTokenizer.Of(VocabularyType.BytePair, "gpt2", "unheard-of").Recurses.Should().BeTrue();
        PreTokenizer.Of(VocabularyType.SentencePiece, "llama", null).Recurses.Should().BeFalse();
    }
}
