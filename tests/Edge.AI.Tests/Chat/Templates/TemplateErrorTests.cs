using Edge.AI.Chat.Templates;

namespace Edge.AI.Tests.Chat.Templates;

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
    public void A_template_that_cannot_be_read_is_refused_with_line_and_column(string source, int line, int column)
    {
        var act = () => ChatTemplate.Parse(source, "some.gguf");

        var error = act.Should().Throw<ModelValidationException>().Which;
        error.Message.Should().StartWith($"'some.gguf' has a chat template that fails at line {line}, column {column}: ");
        error.Code.Should().Be("EDGE_MODEL_INVALID");
        error.Hint.Should().Contain("ChatTemplate").And.Contain("chat.template");
    }

    [Theory]
    [InlineData("a\n  {{ missing.x }}", 2, 13)]
    [InlineData("{% set x = 1 %}\n{{ 'a' + x }}", 2, 8)]
    [InlineData("{% macro m() %}\n{{ 1 / 0 }}\n{% endmacro %}\n{{ m() }}", 2, 6)]
    [InlineData("\n{{ none | length }}", 2, 11)]
    public void A_template_that_fails_while_rendering_tells_where(string source, int line, int column)
    {
        var act = () => TemplateRendering.Render(source);

        act.Should().Throw<ModelValidationException>().WithMessage($"*fails at line {line}, column {column}: *");
    }

    [Fact]
    public void A_template_that_refuses_the_conversation_is_heard_in_its_own_words()
    {
        var act = () => TemplateRendering.Render("{{ raise_exception('Roles must ' ~ 'alternate!') }}");

        act.Should().Throw<TemplateRefusalException>().Which.Reason.Should().Be("Roles must alternate!");
    }
}
