
namespace Edge.AI.Gguf.Tests;

public class GgmlBlockTests
{
    [Fact]
    public void Every_type_has_a_block() =>
        Enum.GetValues<GgmlType>().Should().OnlyContain(type => GgmlBlock.Of(type) != null);

    // The number in a type's name is the bits of one weight; scales take less than two more.
    [Fact]
    public void Quantized_blocks_have_about_as_many_bits_per_weight_as_their_names_say()
    {
        foreach (var type in Enum.GetValues<GgmlType>().Where(type => type.ToString().Contains('Q', StringComparison.Ordinal)))
        {
            var block = GgmlBlock.Of(type)!;
            var named = type.ToString().First(char.IsAsciiDigit) - '0';
            (block.Bytes * 8.0 / block.Elements).Should().BeInRange(named, named + 1.999, "of {0}", type);
        }
    }
}
