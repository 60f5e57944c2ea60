using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat;

/// <summary>Requests without messages, and templates that make nothing of them.</summary>
public sealed class NothingToSayTests(TinyModel tiny, NoiseModel noise)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_message_list_is_an_error_of_its_own_before_the_model_is_loaded()
    {
        using var client = TinyClient.Over(new FixedHost(null));

        var error = (await FluentActions.Awaiting(() => client.GetResponseAsync([], cancellationToken: Cancellation)).Should().ThrowAsync<EdgeOptionException>()).Which;

        error.Message.Should().Contain("messages").And.Contain("empty").And.NotContain("template");
    }

    [Fact]
    public async Task Instructions_alone_are_something_to_say()
    {
        using var client = TinyClient.Over(tiny);

        (await client.GetResponseAsync([], new() { Instructions = "Say hello.", MaxOutputTokens = 1 }, Cancellation)).Usage!.OutputTokenCount.Should().Be(1);
    }

    [Theory]
    [InlineData("{# nothing #}")]
    [InlineData("{{ bos_token }}")]
    [InlineData("{{ bos_token }}\n")]
    [InlineData(" \n")]
    [InlineData("{% if messages[0].role == 'narrator' %}{{ messages[0].content }}{% endif %}")]
    public async Task A_template_that_renders_nothing_is_an_error_of_its_own_also_where_a_beginning_token_is_added(string template)
    {
        foreach (var client in new[] { TinyClient.Over(tiny, chatTemplate: template), TinyClient.Over(new FixedHost(await noise.Loaded), chatTemplate: template) })
        {
            using (client)
            {
                var error = (await FluentActions.Awaiting(() => client.GetResponseAsync([new(ChatRole.User, "Hi")], new() { MaxOutputTokens = 1 }, Cancellation)).Should().ThrowAsync<ModelValidationException>()).Which;

                error.Message.Should().Contain("edge-tiny").And.Contain("renders nothing");
            }
        }
    }
}
