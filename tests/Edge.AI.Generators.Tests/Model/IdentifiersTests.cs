using Edge.AI.Generators.Model;

namespace Edge.AI.Generators.Tests.Model;

public class IdentifiersTests
{
    [Theory]
    [InlineData("phi-3-mini-4k-instruct", "Phi3Mini4kInstruct")]
    [InlineData("phi-3", "Phi3")]
    [InlineData("phi-3.5-mini", "Phi3_5Mini")]
    [InlineData("phi-35-mini", "Phi35Mini")]
    [InlineData("qwen2.5-0.5b-instruct", "Qwen2_5_0_5bInstruct")]
    [InlineData("3b", "_3b")]
    [InlineData("7.5b", "_7_5b")]
    [InlineData("class", "Class")]
    [InlineData("a--b..c__d", "ABCD")]
    public void An_id_becomes_a_name_in_Pascal_case(string id, string name) => Identifiers.Pascal(id).Should().Be(name);

    [Theory]
    [InlineData("class", "@class")]
    [InlineData("Class", "Class")]
    [InlineData("record", "record")]
    public void Only_a_keyword_is_escaped(string name, string escaped) => Identifiers.Escape(name).Should().Be(escaped);
}
