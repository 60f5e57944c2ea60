using Edge.AI.Chat;
using Edge.AI.Templates;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Native;

public sealed class BeginTokenTests
{
    private const int Begin = 1;
    private const int End = 2;

    [Fact]
    public void Only_the_beginning_token_is_ever_added()
    {
        using var bytePair = VocabularyFile.Merging("llama-bpe", extra: [("tokenizer.ggml.add_bos_token", true), ("tokenizer.ggml.add_eos_token", true), ("tokenizer.ggml.add_sep_token", true)]);
        using var sentencePiece = VocabularyFile.SentencePiece(change: gguf =>
        {
            gguf.Metadata["tokenizer.ggml.add_eos_token"] = true;
            gguf.Metadata["tokenizer.ggml.add_sep_token"] = true;
        });

        foreach (var file in (VocabularyFile[])[bytePair, sentencePiece])
        {
            var tokens = file.Vocabulary.Tokenize("hello </s> world", addSpecial: true, parseSpecial: false);

            tokens[0].Should().Be(Begin);
            tokens.Skip(1).Should().NotContain([Begin, End]);
        }
    }

    [Fact]
    public void A_model_that_expects_no_beginning_token_gets_none()
    {
        using var file = VocabularyFile.Merging("qwen2", extra: [("tokenizer.ggml.add_bos_token", false)]);

        file.Vocabulary.Tokenize("hello", addSpecial: true, parseSpecial: false).Should().Equal(file.Reference("hello"));
    }

    [Fact]
    public void A_user_who_writes_the_beginning_token_takes_nothing_from_the_prompt()
    {
        using var file = VocabularyFile.Merging("llama-bpe", extra: [("tokenizer.ggml.add_bos_token", true)]);

        var written = new PromptTokenizer(file.Vocabulary).Tokenize(new([new PromptSegment("<s>", TextOrigin.Input), new PromptSegment(" hello", TextOrigin.Template)]));
        var rendered = new PromptTokenizer(file.Vocabulary).Tokenize(new([new PromptSegment("<s>", TextOrigin.Template), new PromptSegment(" hello", TextOrigin.Input)]));

        written.Should().StartWith(Begin).And.HaveCountGreaterThan(rendered.Length);
        rendered.Should().StartWith(Begin);
        written.Skip(1).Concat(rendered.Skip(1)).Should().NotContain(Begin);
    }
}
