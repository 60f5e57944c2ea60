namespace Edge.AI.Tests.Chat.Templates;

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

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "templates", file));
}
