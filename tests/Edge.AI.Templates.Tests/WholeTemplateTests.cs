using System.Globalization;

namespace Edge.AI.Templates.Tests;

/// <summary>The expected texts are what the reference (jinja2 3.1, set up as transformers does) makes of these templates.</summary>
public class WholeTemplateTests
{
    [Theory]
    [InlineData("markers")]
    [InlineData("typescript")]
    public void A_template_with_tools_calls_and_results_renders_as_the_reference_does(string name)
    {
        var prompt = TemplateRendering.Prompt(Read(name + ".jinja"), Read("conversation.json"));

        prompt.Text.Should().Be(Read(name + ".txt"));
    }

    [Fact]
    public void One_template_can_be_rendered_by_many_threads_at_once()
    {
        var template = ChatTemplate.Parse("{% set ns = namespace(n=0) %}{% for i in range(n) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}", "test");

        var texts = Enumerable.Range(0, 200).AsParallel().WithDegreeOfParallelism(8).Select(number => (
            Text: template.Render(new Dictionary<string, object?>(StringComparer.Ordinal) { ["n"] = number }).Text,
            Expected: (number * (number - 1) / 2).ToString(CultureInfo.InvariantCulture)));

        texts.Should().OnlyContain(pair => string.Equals(pair.Text, pair.Expected, StringComparison.Ordinal));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", file));
}
