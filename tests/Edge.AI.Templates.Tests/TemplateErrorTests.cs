namespace Edge.AI.Templates.Tests;

public class TemplateErrorTests
{
    [Theory]
    [InlineData("a\n{{ 1 + }}", 2, 8)]
    [InlineData("{{ 'abc }}", 1, 4)]
    [InlineData("a\n\n  {% if x %}b", 3, 6)]
    [InlineData("{# comment", 1, 1)]
    [InlineData("{{ (1 }}", 1, 7)]
    [InlineData("{{ [1} }}", 1, 6)]
    [InlineData("{% foo %}", 1, 4)]
    [InlineData("{% endif %}", 1, 4)]
    [InlineData("{{ a b }}", 1, 6)]
    [InlineData("{{ a ? b }}", 1, 6)]
    [InlineData("{% break %}", 1, 4)]
    [InlineData("x\n{{ 1 | unknown_filter }}", 2, 8)]
    [InlineData("x\n{{ 1 is unknown_test }}", 2, 9)]
    [InlineData("{% macro m(a=1, b) %}{% endmacro %}", 1, 17)]
    [InlineData("{% set true = 1 %}", 1, 8)]
    public void A_syntax_error_is_reported_with_line_and_column(string source, int line, int column)
    {
        var act = () => ChatTemplate.Parse(source, "some.gguf");

        var error = act.Should().Throw<TemplateSyntaxException>().Which;
        error.Message.Should().Be($"The chat template 'some.gguf' has an error at line {line}, column {column}: {error.Reason}");
        (error.TemplateName, error.Line, error.Column).Should().Be(("some.gguf", line, column));
    }

    [Theory]
    [InlineData("a\n  {{ missing.x }}", 2, 13)]
    [InlineData("{% set x = 1 %}\n{{ 'a' + x }}", 2, 8)]
    [InlineData("{% macro m() %}\n{{ 1 / 0 }}\n{% endmacro %}\n{{ m() }}", 2, 6)]
    [InlineData("\n{{ none | length }}", 2, 11)]
    public void A_template_that_fails_while_rendering_reports_line_and_column(string source, int line, int column)
    {
        var act = () => TemplateRendering.Render(source);

        var error = act.Should().Throw<TemplateRenderException>().WithMessage($"The chat template 'test' fails at line {line}, column {column}: *").Which;
        (error.Line, error.Column).Should().Be((line, column));
    }

    [Fact]
    public void A_refusal_of_the_template_contains_its_own_message()
    {
        var act = () => TemplateRendering.Render("{{ raise_exception('Roles must ' ~ 'alternate!') }}");

        var refusal = act.Should().Throw<TemplateRefusedException>().Which;
        refusal.Reason.Should().Be("Roles must alternate!");
        (refusal.Line, refusal.Column).Should().Be((1, 19));
    }

    [Fact]
    public void A_templates_own_text_reaches_the_message_without_control_characters()
    {
        var act = () => TemplateRendering.Render("{{ raise_exception('\u001b[2J') }}");

        act.Should().Throw<TemplateRefusedException>().Which.Message.Should().EndWith(@"\u001b[2J");
    }
}
