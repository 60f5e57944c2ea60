using Edge.AI.Ecosystem.Tests.Support;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.Ecosystem.Tests.Agents;

/// <summary>Agents of Microsoft.Agents.AI over our client.</summary>
public sealed class AgentTests : IAsyncDisposable
{
    private readonly Weather _weather = new();
    private readonly ServiceProvider _services = TinyServices.With();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task An_agent_calls_its_tool()
    {
        var agent = NewAgent(_weather.Tool);

        var response = await agent.RunAsync(Weather.Question, cancellationToken: Cancellation);

        response.Text.Should().Be(Weather.Answer);
        response.Usage!.OutputTokenCount.Should().BePositive();
        _weather.Cities.Should().Equal("Oslo");
    }

    [Fact]
    public async Task An_agent_streams_its_answer()
    {
        var agent = NewAgent(_weather.Tool);
        List<string> pieces = [];

        await foreach (var update in agent.RunStreamingAsync(Weather.Question, cancellationToken: Cancellation))
            pieces.Add(update.Text);

        string.Concat(pieces).Should().Be(Weather.Answer);
        _weather.Cities.Should().Equal("Oslo");
    }

    [Fact]
    public async Task A_session_remembers_and_other_sessions_do_not()
    {
        var agent = NewAgent();
        var session = await agent.CreateSessionAsync(Cancellation);
        var other = await agent.CreateSessionAsync(Cancellation);

        await agent.RunAsync("My name is Anna.", session, cancellationToken: Cancellation);

        (await agent.RunAsync("What is my name?", session, cancellationToken: Cancellation)).Text.Should().Be("Your name is Anna.");
        (await agent.RunAsync("What is my name?", other, cancellationToken: Cancellation)).Text.Should().NotContain("Anna");
    }

    [Fact]
    public async Task An_agents_answer_has_the_type_that_the_app_asked_for()
    {
        var response = await NewAgent().RunAsync<Person>("Extract name, age and city as JSON: Anna is 36 years old and lives in Paris.", cancellationToken: Cancellation);

        response.Result.Should().Be(new Person("Anna", 36, "Paris"));
    }

    private ChatClientAgent NewAgent(params AITool[] tools) => new(_services.Chat(), new ChatClientAgentOptions { Name = "helper", ChatOptions = new() { Tools = tools, Temperature = 0 } });

    private sealed record Person(string Name, int Age, string City);
}
