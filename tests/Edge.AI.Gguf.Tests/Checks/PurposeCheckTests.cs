namespace Edge.AI.Gguf.Tests.Checks;

public class PurposeCheckTests
{
    [Theory]
    [InlineData("bert", "an embedding model")]
    [InlineData("nomic-bert", "an embedding model")]
    [InlineData("jina-bert-v2", "an embedding model")]
    [InlineData("eurobert", "an embedding model")]
    [InlineData("gemma-embedding", "an embedding model")]
    [InlineData("t5encoder", "an embedding model")]
    [InlineData("dream", "a diffusion model")]
    [InlineData("llada", "a diffusion model")]
    [InlineData("llada-moe+moe", "a diffusion model")]
    [InlineData("rnd1+moe", "a diffusion model")]
    [InlineData("t5", "a model with an encoder and a decoder")]
    [InlineData("wavtokenizer-dec", "a model that generates sound")]
    public void Models_that_do_not_generate_text_are_refused_by_purpose(string model, string what) =>
        ChangedModel.Check(model, _ => { }).Should().StartWith($"'model.gguf' is {what}").And.EndWith(", so it cannot chat.");

    [Theory]
    [InlineData("qwen3", "pooling_type", 3u)]
    [InlineData("llama", "attention.causal", false)]
    public void Embedding_models_of_an_architecture_that_generates_are_refused_as_well(string model, string key, object value) =>
        ChangedModel.Check(model, gguf => gguf.Metadata[$"{model}.{key}"] = value).Should().StartWith("'model.gguf' is an embedding model");

    [Theory]
    [InlineData("clip")]
    [InlineData("eagle3")]
    [InlineData("dflash")]
    [InlineData("gemma4-assistant")]
    public void A_part_of_a_model_is_not_a_model(string architecture) =>
        ChangedModel.Check("llama", gguf => gguf.Metadata["general.architecture"] = architecture).Should().StartWith("'model.gguf' is a part that is used beside a model");
}
