using Edge.AI.Testing.Gguf;

namespace Edge.AI.Gguf.Tests.Checks;

public class VocabularyCheckTests
{
    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData(" ab")]
    [InlineData("ab ")]
    [InlineData("a b c")]
    [InlineData("a  b")]
    public void A_merge_is_two_pieces_separated_by_one_space(string merge) => ChangedModel.Check("cogvlm", gguf =>
    {
        var merges = (string[])gguf.Metadata["tokenizer.ggml.merges"];
        merges[5] = merge;
    }).Should().EndWith("has a merge that is not two pieces separated by a space: number 5.");

    [Theory]
    [InlineData("rwkv")]
    [InlineData("gemma4")]
    public void A_beginning_token_that_is_added_must_exist(string kind) => ChangedModel.Check("llama", gguf =>
    {
        gguf.Metadata["tokenizer.ggml.model"] = kind;
        gguf.Metadata["tokenizer.ggml.add_bos_token"] = true;
        gguf.Metadata.Remove("tokenizer.ggml.bos_token_id");
    }).Should().Contain("adds a token to every text, but does not have this token ('tokenizer.ggml.bos_token_id')");

    [Fact]
    public void An_ending_token_that_is_added_must_exist() => ChangedModel.Check("llama", gguf =>
    {
        gguf.Metadata["tokenizer.ggml.model"] = "gemma4";
        gguf.Metadata["tokenizer.ggml.add_eos_token"] = true;
        gguf.Metadata["tokenizer.ggml.eos_token_id"] = uint.MaxValue >> 1;
    }).Should().Contain("'tokenizer.ggml.eos_token_id'");

    [Fact]
    public void A_token_that_would_exhaust_the_stack_is_refused() => ChangedModel.Check("llama", gguf => ((string[])gguf.Metadata["tokenizer.ggml.tokens"])[300] = new('a', 20_000))
        .Should().Contain("has a token of 20000 bytes, number 300");

    [Fact]
    public void A_token_ends_at_its_first_zero_byte() => ChangedModel.Check("llama", gguf =>
    {
        var tokens = (string[])gguf.Metadata["tokenizer.ggml.tokens"];
        (tokens[300], tokens[301]) = ("qzx\0b", "qzx\0c");
    }).Should().Contain("has the token 'qzx' twice, the second time as number 301");

    [Fact]
    public void A_byte_token_names_its_byte() => ChangedModel.Check("llama", gguf =>
    {
        ((string[])gguf.Metadata["tokenizer.ggml.tokens"])[300] = "qzx";
        ((int[])gguf.Metadata["tokenizer.ggml.token_type"])[300] = 6;
    }).Should().Contain("has the byte token 'qzx', which does not name a byte");

    [Theory]
    [InlineData("bert")]
    [InlineData("t5")]
    [InlineData("hybriddna")]
    [InlineData("whitespace")]
    public void Tokenizers_of_models_that_do_not_chat_are_refused(string kind) =>
        ChangedModel.Check("llama", gguf => gguf.Metadata["tokenizer.ggml.model"] = kind).Should().Contain($"has the tokenizer '{kind}', which is not supported");

    [Fact]
    public void The_whitespace_pretokenizer_is_refused() =>
        ChangedModel.Check("llama", gguf => gguf.Metadata["tokenizer.ggml.pre"] = "whitespace").Should().Contain("has the pre-tokenizer 'whitespace'");

    [Fact]
    public void A_plamo_vocabulary_needs_every_byte() =>
        ChangedModel.Check("plamo2", gguf => gguf.Metadata["tokenizer.ggml.model"] = "plamo2").Should().Contain("has no token for the byte");
}
