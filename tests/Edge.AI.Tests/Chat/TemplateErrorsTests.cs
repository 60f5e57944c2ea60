using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat;

public sealed class TemplateErrorsTests(TinyModel tiny)
{
    [Theory]
    [InlineData("a\n{{ 1 + }}", 2, 8)]
    [InlineData("a\n{{ messages[0].content + 1 }}", 2, 24)]
    public async Task A_template_that_fails_is_an_invalid_model_with_line_column_and_remedy(string template, int line, int column)
    {
        var render = async () => (await TestRenderer.ForAsync(tiny, template)).Render(new ChatMessage(ChatRole.User, "Hello"));

        var error = (await render.Should().ThrowAsync<ModelValidationException>()).Which;
        error.Code.Should().Be(EdgeErrorCodes.ModelInvalid);
        error.Message.Should().StartWith($"'test' has a chat template that fails at line {line}, column {column}: ");
        error.Hint.Should().Contain("ChatTemplate").And.Contain("chat.template");
    }

    [Fact]
    public async Task A_template_that_refuses_the_messages_is_quoted_and_is_not_an_invalid_model()
    {
        var renderer = await TestRenderer.ForAsync(tiny, "{{ raise_exception('Roles must alternate!') }}");
        var render = () => renderer.Render(new ChatMessage(ChatRole.User, "Hello"));

        var error = render.Should().Throw<EdgeAIException>().Which;
        error.Code.Should().Be(EdgeErrorCodes.OptionUnsupported);
        error.Message.Should().EndWith("Roles must alternate!");
    }

    [Fact]
    public async Task A_template_that_uses_up_the_budget_of_all_probes_is_an_invalid_model()
    {
        var load = () => TestRenderer.ForAsync(tiny, "{% for i in range(40) %}{% set x = 'a' * 8000000 %}{% endfor %}");

        (await load.Should().ThrowAsync<ModelValidationException>()).Which.Message.Should().Contain("of memory");
    }
}
