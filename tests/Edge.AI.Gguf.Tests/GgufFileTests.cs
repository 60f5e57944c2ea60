using Edge.AI.Testing.Gguf;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.AI.Gguf.Tests;

public class GgufFileTests
{
    [Fact]
    public void The_header_of_the_embedded_model_matches_its_card()
    {
        var header = GgufFile.Read(Path.Combine(AppContext.BaseDirectory, "models", "edge-tiny", "edge-tiny-q8_0.gguf"));

        header.Should().BeEquivalentTo(new
        {
            FileName = "edge-tiny-q8_0.gguf",
            Version = 3u,
            Architecture = "llama",
            BlockCount = 6,
            EmbeddingLength = 256,
            ContextLength = 1024,
            KeyLength = 32,
            VocabularySize = 2048,
            Quantization = "Q8_0",
        });
        header.HeadCount!.Max.Should().Be(8);
        header.HeadCountKv!.Max.Should().Be(4);
        header.ChatTemplate.Should().Contain("<|im_start|>");
        header.Tensors.Sum(tensor => tensor.Dimensions.Aggregate(1L, (product, dimension) => product * dimension)).Should().Be(4_951_296);
    }

    [Fact]
    public void A_written_model_reads_back_with_all_its_properties()
    {
        var model = new RandomLlama
        {
            Name = "Ада",
            Layers = 3,
            Width = 96,
            Heads = 6,
            KeyValueHeads = 3,
            FeedForward = 160,
            ContextLength = 777,
            Weights = WeightType.Q8_0,
            VocabularySize = 600,
        };

        var header = GgufBytes.Read(model.ToArray());

        header.Should().BeEquivalentTo(new
        {
            Architecture = "llama",
            Name = "Ада",
            BlockCount = 3,
            EmbeddingLength = 96,
            ContextLength = 777,
            KeyLength = 16,
            ValueLength = 16,
            VocabularySize = 600,
            FileType = GgufFileType.Q8_0,
            Quantization = "Q8_0",
            ChatTemplate = RandomLlama.ChatMl,
            SplitCount = 1,
            SplitNumber = 0,
        });
        header.HeadCount!.Max.Should().Be(6);
        header.HeadCountKv!.Max.Should().Be(3);
        header.Tensors.Should().HaveCount(3 * 9 + 3);
        header.Tensors.Single(tensor => tensor.Name is "blk.2.ffn_down.weight").Should().BeEquivalentTo(new
        {
            Dimensions = (long[])[160, 96],
            Type = GgmlType.Q8_0,
            ByteLength = 160L / 32 * 34 * 96,
        });
    }

    [Fact]
    public void Any_metadata_reads_back_as_it_was_written()
    {
        Prop.ForAll(Values.ListOf().ToArbitrary(), values =>
        {
            var writer = new GgufWriter();
            foreach (var (value, index) in values.Select((value, index) => (value, index)))
                writer.Add($"key {index}", value);

            var bytes = writer.ToArray();
            var header = GgufBytes.Read(bytes);
            var read = values.Select((_, index) => header.Metadata[$"key {index}"]).Select(value => value is GgufArray array ? header.ReadArray(array, new MemoryStream(bytes)).ToArray() : value);
            read.Should().BeEquivalentTo(values, options => options.WithStrictOrdering().RespectingRuntimeTypes());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_stream_that_cannot_seek_and_has_only_the_header_is_enough()
    {
        // Its scores are longer than any buffer, so that passing them is more than a step within one.
        var bytes = new RandomLlama { VocabularySize = 40_000, Weights = WeightType.Q4_0 }.ToArray();
        var dataOffset = GgufBytes.Read(bytes).DataOffset;
        using var start = new ForwardOnlyStream(bytes[..(int)dataOffset]);

        var header = GgufFile.Read(start, bytes.Length, "model.gguf");

        header.Tensors.Should().HaveCount(21);
    }

    [Fact]
    public void Data_begins_at_a_multiple_of_the_alignment_that_the_file_declares()
    {
        var writer = new GgufWriter { Alignment = 4096 }
            .AddTensor("first", WeightType.F32, [3], (_, row) => row.Fill(1))
            .AddTensor("second", WeightType.F32, [3], (_, row) => row.Fill(2));

        var header = GgufBytes.Read(writer.ToArray());

        header.Alignment.Should().Be(4096);
        header.DataOffset.Should().Be(4096);
        header.Tensors.Select(tensor => tensor.Offset).Should().Equal(0, 4096);
        header.TotalTensorBytes.Should().Be(24);
    }

    [Fact]
    public void Heads_may_differ_from_layer_to_layer()
    {
        var writer = new GgufWriter()
            .Add("general.architecture", "openelm")
            .Add("openelm.block_count", 3u)
            .Add("openelm.attention.head_count", (uint[])[12, 16, 20])
            .Add("openelm.attention.head_count_kv", (int[])[3, 4, 5]);

        var header = GgufBytes.Read(writer.ToArray());

        Enumerable.Range(0, 3).Select(layer => header.HeadCountKv![layer]).Should().Equal(3, 4, 5);
        header.HeadCount!.Max.Should().Be(20);
    }

    [Fact]
    public void Every_head_has_its_own_keys_unless_the_file_says_otherwise()
    {
        var header = GgufBytes.Read(new GgufWriter().Add("general.architecture", "gpt2").Add("gpt2.attention.head_count", 12u).ToArray());

        header.HeadCountKv![7].Should().Be(12);
    }

    [Fact]
    public void Explicit_key_and_value_lengths_win_over_an_even_share()
    {
        var writer = new GgufWriter()
            .Add("general.architecture", "gemma3")
            .Add("gemma3.embedding_length", 640u)
            .Add("gemma3.attention.head_count", 4u)
            .Add("gemma3.attention.key_length", 256u);

        var header = GgufBytes.Read(writer.ToArray());

        (header.KeyLength, header.ValueLength).Should().Be((256, 160));
    }

    [Fact]
    public void A_later_file_of_a_split_model_has_tensors_only()
    {
        var writer = new GgufWriter().Add("split.no", (ushort)1).Add("split.count", (ushort)3).Add("split.tensors.count", 20);

        var header = GgufBytes.Read(writer.ToArray());

        (header.SplitNumber, header.SplitCount, header.Architecture).Should().Be((1, 3, null));
    }

    [Fact]
    public void Version_2_reads_like_version_3() =>
        GgufBytes.Read(new GgufWriter { Version = 2 }.Add("general.name", "old").ToArray()).Should().BeEquivalentTo(new { Version = 2u, Name = "old" });

    [Fact]
    public void A_quantization_newer_than_this_code_is_unknown_and_not_an_error() =>
        GgufBytes.Read(new GgufWriter().Add("general.file_type", 999u).ToArray()).Quantization.Should().BeNull();

    [Fact]
    public void A_large_vocabulary_stays_in_the_file()
    {
        using var bytes = new MemoryStream();
        new GgufWriter()
            .Add("tokenizer.ggml.tokens", Enumerable.Range(0, 150_000).Select(id => $"token {id}").ToArray())
            .Add("tokenizer.ggml.scores", new float[150_000])
            .Write(bytes);
        bytes.Position = 0;

        var before = GC.GetAllocatedBytesForCurrentThread();
        var header = GgufFile.Read(bytes, bytes.Length, "model.gguf");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.Should().BeLessThan(256 * 1024);
        header.VocabularySize.Should().Be(150_000);
        header.ReadArray((GgufArray)header.Metadata["tokenizer.ggml.tokens"], bytes).Last().Should().Be("token 149999");
    }

    [Fact]
    public void A_missing_file_is_an_IO_error()
    {
        var reading = () => GgufFile.Read(Path.Combine(AppContext.BaseDirectory, "no such model.gguf"));

        reading.Should().Throw<FileNotFoundException>();
    }

    private static Gen<object> Values => Gen.OneOf(
        Of<byte>(), Of<sbyte>(), Of<ushort>(), Of<short>(), Of<uint>(), Of<int>(), Of<ulong>(), Of<long>(), Of<bool>(), Of<float>(), Of<double>(),
        Texts.Select(text => (object)text), Texts.ArrayOf().Select(texts => (object)texts));

    private static Gen<string> Texts => Gen.Elements("", "a", "ß", "🦙", "\0", "line\nline", new string('x', 100_000)).ListOf().Select(parts => string.Concat(parts.Take(3)));

    private static Gen<object> Of<T>()
    {
        var values = ArbMap.Default.GeneratorFor<T>();
        return Gen.OneOf(values.Select(value => (object)value!), values.ArrayOf().Select(array => (object)array));
    }
}
