using Edge.AI.Testing.Gguf;

namespace Edge.AI.Gguf.Tests;

public class RandomLlamaTests
{
    [Fact]
    public void The_same_settings_give_the_same_bytes() =>
        new RandomLlama { Weights = WeightType.Q4_0 }.ToArray().Should().Equal(new RandomLlama { Weights = WeightType.Q4_0 }.ToArray());

    [Fact]
    public void Another_seed_gives_another_model_of_the_same_shape()
    {
        var (one, two) = (new RandomLlama { Seed = 1 }.ToArray(), new RandomLlama { Seed = 2 }.ToArray());

        two.Should().HaveSameCount(one).And.NotEqual(one);
    }

    [Theory]
    [InlineData(VocabularyKind.SentencePiece, 400)]
    [InlineData(VocabularyKind.SentencePiece, 5_000)]
    [InlineData(VocabularyKind.BytePair, 300)]
    [InlineData(VocabularyKind.BytePair, 5_000)]
    [InlineData(VocabularyKind.Words, 300)]
    [InlineData(VocabularyKind.Words, 5_000)]
    public void A_vocabulary_has_the_size_asked_for_and_no_token_twice(VocabularyKind kind, int size) =>
        new Vocabulary(kind, size, ["<tool_call>"]).Tokens.Should().HaveCount(size).And.OnlyHaveUniqueItems();

    [Theory]
    [InlineData(WeightType.F32, 0)]
    [InlineData(WeightType.F16, 0.0005)]
    [InlineData(WeightType.Q8_0, 0.005)]
    [InlineData(WeightType.Q4_0, 0.126)]
    public void Quantized_numbers_are_close_to_the_originals(WeightType type, double tolerance)
    {
        var row = Enumerable.Range(0, 64).Select(index => MathF.Sin(index)).ToArray();
        var bytes = new byte[Quantizer.RowBytes(type, row.Length)];

        Quantizer.Quantize(type, row, bytes);

        Dequantize(type, bytes, row.Length).Select((value, index) => Math.Abs(value - row[index])).Max().Should().BeLessThanOrEqualTo((float)tolerance);
    }

    private static float[] Dequantize(WeightType type, byte[] bytes, int count) => [.. Enumerable.Range(0, count).Select(index => type switch
    {
        WeightType.F32 => BitConverter.ToSingle(bytes, index * 4),
        WeightType.F16 => (float)BitConverter.ToHalf(bytes, index * 2),
        WeightType.Q8_0 => Scale(bytes, index / 32 * 34) * (sbyte)bytes[index / 32 * 34 + 2 + index % 32],
        _ => Scale(bytes, index / 32 * 18) * ((bytes[index / 32 * 18 + 2 + index % 16] >> (index % 32 / 16 * 4) & 15) - 8),
    })];

    private static float Scale(byte[] bytes, int position) => (float)BitConverter.ToHalf(bytes, position);
}
