using Edge.AI.Testing.Gguf;

namespace Edge.AI.Gguf.Tests;

public class GgufDamageTests
{
    [Theory]
    [InlineData("", "'model.gguf' is empty.")]
    [InlineData("<!DOCTYPE html>\n<html><body>Sign in", "'model.gguf' is not GGUF: it begins with the text \"<!DOCTYPE html>\".")]
    [InlineData("\uFEFF\r\n<html lang=\"en\">", "'model.gguf' is not GGUF: it begins with the text \"<html lang=\"en\">\".")]
    [InlineData("Access denied", "'model.gguf' is not GGUF: it begins with the text \"Access denied\".")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00", "'model.gguf' is not GGUF: it is a Git LFS pointer, which only names the real file.")]
    [InlineData("PK\u0003\u0004\0\0", "'model.gguf' is not GGUF: it begins with the bytes 504b03040000.")]
    [InlineData("GG", "'model.gguf' ends in the middle of its header.")]
    public void A_file_of_another_format_is_recognized(string content, string message) =>
        ReadingFails(System.Text.Encoding.UTF8.GetBytes(content)).Message.Should().Be(message);

    [Fact]
    public void The_hint_for_a_web_page_names_the_proxy() =>
        ReadingFails("<html>"u8.ToArray()).Hint.Should().Contain("proxy or login page?");

    [Fact]
    public void The_hint_for_another_text_names_the_expected_format_and_no_proxy() =>
        ReadingFails("# Edge.AI\n"u8.ToArray()).Hint.Should().Contain("GGUF format").And.NotContain("proxy");

    [Theory]
    [InlineData(0, "is GGUF version 0; versions 2 and 3 are supported")]
    [InlineData(1, "is GGUF version 1, which llama.cpp no longer reads")]
    [InlineData(4, "is GGUF version 4; versions 2 and 3 are supported")]
    [InlineData(0x03000000, "is a big-endian GGUF file")]
    public void Other_versions_are_refused(uint version, string problem) => Refuses(GgufBytes.Header(version: version), problem);

    [Fact]
    public void A_truncated_header_is_reported_as_truncated_at_every_length()
    {
        var bytes = new RandomLlama { Layers = 1, VocabularySize = 512 }.ToArray();
        var dataOffset = (int)GgufBytes.Read(bytes).DataOffset;

        // Every place of the first bytes, then steps that visit every kind of field.
        foreach (var length in Enumerable.Range(1, 200).Concat(Enumerable.Range(0, dataOffset / 17).Select(step => step * 17)).Where(length => length > 0))
            ReadingFails(bytes[..length]).Message.Should().StartWith("'model.gguf' ends in the middle of ");
    }

    [Fact]
    public void The_message_for_truncated_weights_counts_the_missing_bytes()
    {
        var bytes = new GgufWriter().AddTensor("only", WeightType.F32, [8, 4], (_, row) => row.Fill(1)).ToArray();

        ReadingFails(bytes[..^5]).Message.Should().Be("'model.gguf' ends in the middle of its weights: 5 bytes are missing.");
    }

    [Fact]
    public void The_padding_behind_the_last_tensor_may_be_missing()
    {
        var bytes = new GgufWriter().AddTensor("only", WeightType.F32, [3], (_, row) => row.Fill(1)).ToArray();

        GgufBytes.Read(bytes[..^20]).Tensors.Should().ContainSingle();
    }

    [Theory]
    [InlineData(5_000, "small number")]
    [InlineData(100_000, "text that is longer than any buffer")]
    [InlineData(300_000, "array of numbers that is longer than any buffer")]
    public void A_stream_that_ends_before_the_promised_length_is_incomplete(int length, string key)
    {
        var bytes = new GgufWriter()
            .Add("short text", new string('x', 4_920))
            .Add("small number", 1L)
            .Add("text that is longer than any buffer", new string('x', 200_000))
            .Add("array of numbers that is longer than any buffer", new double[100_000])
            .ToArray();
        var reading = () => GgufFile.Read(new ForwardOnlyStream(bytes[..length]), bytes.Length, "model.gguf");

        reading.Should().Throw<GgufException>().WithMessage($"'model.gguf' ends in the middle of the metadata value '{key}'.");
    }

    [Fact]
    public void Counts_beyond_the_limits_are_refused()
    {
        Refuses(GgufBytes.Header(tensors: ulong.MaxValue), "declares 18446744073709551615 tensors; the limit is 1048576");
        Refuses(GgufBytes.Header(keys: 1UL << 63), "declares 9223372036854775808 metadata values; the limit is 65536");
    }

    [Theory]
    [InlineData(3UL)]
    [InlineData(1UL << 31)]
    [InlineData(ulong.MaxValue)]
    public void A_key_longer_than_the_file_means_a_truncated_file(ulong length) =>
        Refuses(GgufBytes.Header(keys: 1).U64(length).Raw("ab"u8), "ends in the middle of metadata key 1 of 1");

    [Fact]
    public void Keys_have_a_name_in_utf8_of_reasonable_length()
    {
        Refuses(GgufBytes.Header(keys: 1).Text(""), "has an empty name in metadata key 1 of 1");
        Refuses(GgufBytes.Header(keys: 1).U64(2).Raw([0xC3, 0x28]), "has a name that is not UTF-8 in metadata key 1 of 1");
        Refuses(GgufBytes.Header(keys: 1).Text(new('k', 65_536)), "has more text in metadata key 1 of 1 than the limit of 65535 bytes");
    }

    [Fact]
    public void Invalid_utf8_in_text_becomes_replacement_characters() =>
        GgufBytes.Header(keys: 1).Text("general.name").U32(8).U64(3).Raw([(byte)'a', 0xFF, (byte)'b']).Read().Name.Should().Be("a\uFFFDb");

    [Fact]
    public void A_key_must_not_occur_twice() =>
        Refuses(GgufBytes.Header(keys: 2).Text("k").U32(4).U32(1).Text("k").U32(4).U32(2), "has the metadata key 'k' twice");

    [Theory]
    [InlineData(13)]
    [InlineData(uint.MaxValue)]
    public void Value_types_that_do_not_exist_are_refused(uint type)
    {
        Refuses(GgufBytes.Header(keys: 1).Text("k").U32(type).U64(0), $"has the value type {type} in the metadata value 'k', which GGUF does not have");
        Refuses(GgufBytes.Header(keys: 1).Text("k").U32(9).U32(type).U64(0), $"has an array of the value type {type} in the metadata value 'k', which GGUF does not have");
    }

    [Fact]
    public void A_boolean_is_0_or_1() =>
        Refuses(GgufBytes.Header(keys: 1).Text("k").U32(7).Raw([2]), "has 2 for a Boolean in the metadata value 'k'");

    [Fact]
    public void Arrays_do_not_nest() =>
        Refuses(GgufBytes.Header(keys: 1).Text("k").U32(9).U32(9).U64(1).U32(4).U64(0), "has an array of arrays in the metadata value 'k', which llama.cpp does not read");

    [Theory]
    [InlineData(12u, 2UL)]                     // float64
    [InlineData(12u, (1UL << 61) + 1)]         // 8 times this is 8, were it to overflow
    [InlineData(4u, ulong.MaxValue)]           // uint32
    [InlineData(8u, 3UL)]                      // string
    public void An_array_longer_than_the_file_means_a_truncated_file(uint type, ulong count) =>
        Refuses(GgufBytes.Header(keys: 1).Text("k").U32(9).U32(type).U64(count).U64(0), "ends in the middle of the metadata value 'k'");

    [Fact]
    public void An_array_of_more_strings_than_any_vocabulary_has_is_refused() =>
        Refuses(GgufBytes.Header(keys: 1).Text("k").U32(9).U32(8).U64(1UL << 40), "declares 1099511627776 strings in the metadata value 'k'; the limit is 16777216");

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(4u)]
    [InlineData(24u)]
    [InlineData(1u << 31)]
    public void The_alignment_is_a_power_of_two_that_suits_vector_instructions(uint alignment) =>
        Refuses(Written("general.alignment", alignment), $"has {alignment} for 'general.alignment', which is not a power of two from 32 to 1048576");

    [Fact]
    public void The_alignment_has_the_type_that_llama_cpp_asks_for() =>
        Refuses(Written("general.alignment", 32L), "has 'general.alignment' as Int64, where UInt32 is expected");

    [Fact]
    public void Tensors_have_names_of_at_most_63_bytes()
    {
        Refuses(GgufBytes.Header(tensors: 1).Text(""), "has an empty name in the description of tensor 1 of 1");
        Refuses(GgufBytes.Header(tensors: 1).Text(new('t', 64)), "has more text in the description of tensor 1 of 1 than the limit of 63 bytes");
    }

    [Fact]
    public void A_tensor_must_not_occur_twice() =>
        Refuses(GgufBytes.Header(tensors: 2).Tensor("t", [0], GgmlType.F32, 0).Tensor("t", [0], GgmlType.F32, 0), "has the tensor 't' twice");

    [Fact]
    public void Tensors_have_at_most_four_dimensions() =>
        Refuses(GgufBytes.Header(tensors: 1).Tensor("t", [1, 1, 1, 1, 1], GgmlType.F32, 0), "has the tensor 't' with 5 dimensions; the limit is 4");

    [Fact]
    public void Shapes_beyond_64_bits_are_refused()
    {
        Refuses(GgufBytes.Header(tensors: 1).Tensor("t", [1UL << 63], GgmlType.F32, 0), "has the tensor 't' with an impossible shape (9223372036854775808)");
        Refuses(GgufBytes.Header(tensors: 1).Tensor("t", [1UL << 32, 1UL << 32], GgmlType.F32, 0), "has the tensor 't' with an impossible shape (4294967296 × 4294967296)");
        Refuses(GgufBytes.Header(tensors: 1).Tensor("t", [1UL << 62], GgmlType.F32, 0), "has the tensor 't' with an impossible size of 18446744073709551616 bytes");
    }

    [Theory]
    [InlineData(4u)]
    [InlineData(31u)]
    [InlineData(43u)]
    [InlineData(uint.MaxValue)]
    public void Tensor_types_that_do_not_exist_are_refused(uint type) =>
        Refuses(GgufBytes.Header(tensors: 1).Tensor("t", [32], (GgmlType)type, 0), $"has the tensor 't' of type {type}, which this llama.cpp does not know");

    [Fact]
    public void Rows_consist_of_whole_blocks() =>
        Refuses(GgufBytes.Header(tensors: 1).Tensor("t", [48, 32], GgmlType.Q8_0, 0), "has the tensor 't' with rows of 48 elements, where Q8_0 needs a multiple of 32");

    [Theory]
    [InlineData(16UL)]
    [InlineData(64UL)]
    [InlineData(ulong.MaxValue)]
    public void Tensors_follow_each_other_without_gaps(ulong offset) => Refuses(
        GgufBytes.Header(tensors: 2).Tensor("a", [1], GgmlType.F32, 0).Tensor("b", [1], GgmlType.F32, offset),
        $"has the tensor 'b' at offset {offset}, where 32 is expected");

    [Fact]
    public void Sizes_that_only_together_exceed_64_bits_are_refused()
    {
        var header = GgufBytes.Header(tensors: 3);
        for (var index = 0UL; index < 3; index++)
            header.Tensor($"t{index}", [1UL << 62], GgmlType.I8, index << 62);

        Refuses(header, "has the tensor 't2' at offset 9223372036854775808, where 9223372036854775808 is expected");
    }

    [Theory]
    [InlineData("general.architecture", 1u, "has 'general.architecture' as UInt32, where String is expected")]
    [InlineData("tokenizer.chat_template", true, "has 'tokenizer.chat_template' as Boolean, where String is expected")]
    [InlineData("split.count", "two", "has 'split.count' as String, where an integer is expected")]
    [InlineData("split.no", -1, "has the impossible value -1 for 'split.no'")]
    [InlineData("split.no", ulong.MaxValue, "has the impossible value 18446744073709551615 for 'split.no'")]
    [InlineData("tokenizer.ggml.tokens", new[] { 1, 2 }, "has 'tokenizer.ggml.tokens' as array of 2 Int32, where array of String is expected")]
    public void Properties_of_the_model_have_the_right_type_and_range(string key, object value, string problem) => Refuses(Written(key, value), problem);

    [Theory]
    [InlineData(new uint[0], "array of 0 UInt32")]
    [InlineData(new[] { 4u, 4u }, "array of 2 UInt32")]
    [InlineData(new[] { 4f, 4f, 4f }, "array of 3 Float32")]
    public void Heads_per_layer_are_integers_for_every_layer(object heads, string actual)
    {
        var writer = new GgufWriter().Add("general.architecture", "x").Add("x.block_count", 3u).Add("x.attention.head_count", heads);

        ReadingFails(writer.ToArray()).Message.Should().Be($"'model.gguf' has 'x.attention.head_count' as {actual}, where an integer for each of 3 layers is expected.");
    }

    [Fact]
    public void Text_has_a_limit_in_files_of_any_size()
    {
        var header = GgufBytes.Header(keys: 1).Text("k").U32(8).U64((64 * 1024 * 1024) + 1).ToArray();
        var reading = () => GgufFile.Read(new MemoryStream(header), long.MaxValue, "model.gguf");

        reading.Should().Throw<GgufException>().WithMessage("*more text in the metadata value 'k' than the limit of 67108864 bytes.");
    }

    private static GgufBytes Written(string key, object value) => new GgufBytes().Raw(new GgufWriter().Add(key, value).ToArray());

    private static void Refuses(GgufBytes bytes, string problem) => ReadingFails(bytes.ToArray()).Message.Should().Be($"'model.gguf' {problem}.");

    private static GgufException ReadingFails(byte[] bytes)
    {
        var reading = () => GgufBytes.Read(bytes);
        return reading.Should().ThrowExactly<GgufException>().Which;
    }
}
