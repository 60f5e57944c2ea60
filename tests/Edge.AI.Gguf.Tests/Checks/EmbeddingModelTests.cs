using Edge.AI.Testing.Gguf;

namespace Edge.AI.Gguf.Tests.Checks;

/// <summary>What is checked of a model that embeds text.</summary>
public class EmbeddingModelTests
{
    [Fact]
    public void A_sound_encoder_passes() => Check(_ => { }).Should().BeNull();

    [Theory]
    [InlineData("qwen3")]
    [InlineData("llama")]
    [InlineData("nomic-bert")]
    [InlineData("gemma-embedding")]
    public void A_model_of_another_checked_architecture_that_pools_passes(string model) =>
        Check(model, gguf => gguf.Metadata[$"{model}.pooling_type"] = 3u).Should().BeNull();

    [Theory]
    [InlineData("eurobert")]
    [InlineData("jina-bert-v2")]
    [InlineData("modern-bert")]
    public void An_encoder_without_checks_is_refused_unless_the_caller_allows_it(string model)
    {
        Check(model, Pool).Should().EndWith($"has the architecture '{model}', for which there are no checks.");
        Check(model, Pool, allowUnchecked: true).Should().BeNull();

        void Pool(GgufDocument gguf) => gguf.Metadata[$"{model}.pooling_type"] = 1u;
    }

    [Theory]
    [InlineData(4u, "ranks documents instead of embedding them ('bert.pooling_type' is 4).")]
    [InlineData(0u, "does not say how its tokens become one vector ('bert.pooling_type').")]
    [InlineData(5u, "has the pooling type 5 ('bert.pooling_type'), which llama.cpp does not know.")]
    public void A_pooling_that_gives_no_vector_is_refused(uint pooling, string what) =>
        Check(gguf => gguf.Metadata["bert.pooling_type"] = pooling).Should().EndWith(what);

    [Theory]
    [InlineData("bos")]
    [InlineData("seperator")]
    [InlineData("unknown")]
    public void A_vocabulary_without_a_special_token_that_every_text_needs_is_refused(string token) =>
        Check(gguf =>
        {
            KeepTokens(gguf, 60); // fewer than the default numbers of the special tokens
            gguf.Metadata[$"tokenizer.ggml.{token}_token_id"] = 5000u;
        }).Should().Contain($"'tokenizer.ggml.{token}_token_id'");

    [Fact]
    public void Heads_that_do_not_divide_the_width_are_refused() => Check(gguf => gguf.Metadata["bert.attention.head_count"] = 7u).Should().Contain("not a multiple of its 7 heads");

    [Fact]
    public void A_model_that_generates_text_is_refused() => Check("llama", _ => { }).Should().EndWith("is a model that generates text (architecture 'llama'), so it cannot embed text.");

    [Fact]
    public void Layers_behind_the_vector_must_fit_it()
    {
        Check("gemma-embedding", gguf => Add(gguf, [64, 96], [96, 64])).Should().BeNull();
        Check("gemma-embedding", gguf => Add(gguf, [64, 96], [128, 64])).Should().Contain("do not fit its embedding length of 64");
        Check("qwen3", gguf => Add(gguf, [64, 96], [96, 64])).Should().Contain("which is not supported for 'qwen3'");

        static void Add(GgufDocument gguf, long[] first, long[] second)
        {
            gguf.Metadata[$"{gguf.Metadata["general.architecture"]}.pooling_type"] = 1u;
            gguf.Tensors.RemoveAll(tensor => tensor.Name.StartsWith("dense_", StringComparison.Ordinal));
            foreach (var (name, dimensions) in new[] { ("dense_2.weight", first), ("dense_3.weight", second) })
                gguf.Tensors.Add(new(name, type: 0, dimensions, new byte[dimensions[0] * dimensions[1] * sizeof(float)]));
        }
    }

    [Fact]
    public void A_model_is_read_for_text_or_for_embedding_only() =>
        FluentActions.Invoking(() => GgufModel.Read("model.gguf", purpose: GgufPurpose.Speech)).Should().Throw<ArgumentOutOfRangeException>();

    private static void KeepTokens(GgufDocument gguf, int count)
    {
        gguf.Metadata["tokenizer.ggml.tokens"] = ((string[])gguf.Metadata["tokenizer.ggml.tokens"])[..count];
        gguf.Metadata["tokenizer.ggml.token_type"] = ((int[])gguf.Metadata["tokenizer.ggml.token_type"])[..count];
        var embedding = gguf.Tensor("token_embd.weight");
        (embedding.Dimensions, embedding.Bytes) = ([embedding.Dimensions[0], count], embedding.Bytes[..(int)(embedding.Dimensions[0] * count * sizeof(float))]);
    }

    private static string? Check(Action<GgufDocument> change) => Check(GgufDocument.Read(new RandomBert().ToArray()), change, allowUnchecked: false);

    private static string? Check(string model, Action<GgufDocument> change, bool allowUnchecked = false) =>
        Check(ArchitectureModel.Named(model).ToDocument(VocabularyKind.BytePair, withOptional: false), change, allowUnchecked);

    private static string? Check(GgufDocument document, Action<GgufDocument> change, bool allowUnchecked)
    {
        change(document);
        var folder = Directory.CreateTempSubdirectory("edge-ai-test-");
        var path = Path.Combine(folder.FullName, "model.gguf");
        File.WriteAllBytes(path, document.ToArray());
        try
        {
            GgufModel.Read(path, allowUnchecked, GgufPurpose.Embedding);
            return null;
        }
        catch (GgufException error)
        {
            return error.Message;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
