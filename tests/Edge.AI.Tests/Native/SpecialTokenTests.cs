using Edge.AI.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.AI.Tests.Native;

public sealed class SpecialTokenTests
{
    private static readonly string[] UserDefined = ["<think>", "</think>", "<thin", "k><", "\n\n", "  ", "    ", "|||", "||", "><think", "안녕"];

    [Fact]
    public void Trusted_text_has_the_special_tokens_that_llama_cpp_finds_in_it()
    {
        using var file = VocabularyFile.Merging("qwen2", userDefined: UserDefined);
        var words = Gen.Elements("<think>", "</think>", "<", "think", ">", "<thin", "k><", "\n", "\n\n", " ", "  ", "|", "||||", "안녕", "<|im_start|>", "<|im_end|>", "<|im_", "<s>", "a", "é");

        Prop.ForAll(Gen.ListOf(words).Select(string.Concat).ToArbitrary(), text => file.Tokenize(text, parseSpecial: true).SequenceEqual(file.Reference(text, parseSpecial: true)))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Untrusted_text_writes_no_markers_but_spaces_line_breaks_and_words()
    {
        using var file = VocabularyFile.Merging("qwen2", userDefined: UserDefined);
        var special = file.Vocabulary.SpecialTokens().ToDictionary(token => token.Id);
        var words = Gen.Elements("<think>", "</think>", "<", "think", ">", "<thin", "k><", "\n\n", "  ", "|", "||||", "안녕", "<|im_start|>", "<s>", "a", "é");

        Prop.ForAll(Gen.ListOf(words).Select(string.Concat).ToArbitrary(), text =>
        {
            var tokens = file.Tokenize(text);
            return tokens.Where(special.ContainsKey).All(token => special[token].Text is "\n\n" or "  " or "    " or "안녕") && Spell(file, tokens) == text;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("<think>")]
    [InlineData("</think>")]
    [InlineData("||||||||")]
    [InlineData("a<think>b</think>c")]
    public void A_marker_in_untrusted_text_is_its_characters(string text)
    {
        using var file = VocabularyFile.Merging("gpt-4o", userDefined: UserDefined);
        using var sentencePiece = VocabularyFile.SentencePiece(userDefined: UserDefined);

        Spell(file, file.Tokenize(text)).Should().Be(text);
        file.Tokenize(text).Should().NotIntersectWith(file.Vocabulary.SpecialTokens().Select(token => token.Id));
        Spell(sentencePiece, sentencePiece.Tokenize(text)).Should().Be(" " + text, "the space goes before a text, and not into it");
        sentencePiece.Tokenize(text).Should().NotIntersectWith(sentencePiece.Vocabulary.SpecialTokens().Select(token => token.Id));
    }

    [Fact]
    public void Spaces_that_were_added_to_a_vocabulary_stay_one_token_wherever_they_come_from()
    {
        using var file = VocabularyFile.Merging("qwen2", userDefined: UserDefined);

        file.Tokenize("a\n\nb    c").Should().Equal(file.Reference("a\n\nb    c")).And.Contain(file.Vocabulary.SpecialTokens().Single(token => token.Text == "    ").Id);
    }

    [Fact]
    public void A_run_of_a_million_characters_in_which_markers_overlap_is_cut_in_one_pass()
    {
        using var file = VocabularyFile.Merging("qwen2", userDefined: UserDefined);

        file.Tokenize(new string('|', 1_000_000)).Should().HaveCount(1_000_000);
    }

    private static string Spell(VocabularyFile file, int[] tokens)
    {
        List<byte> bytes = [];
        Span<byte> piece = stackalloc byte[256];
        foreach (var token in tokens)
            bytes.AddRange(piece[..file.Vocabulary.WritePiece(token, piece, special: true)]);
        return System.Text.Encoding.UTF8.GetString([.. bytes]);
    }
}
