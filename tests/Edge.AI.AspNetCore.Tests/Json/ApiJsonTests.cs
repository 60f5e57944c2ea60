using System.Net.Http.Json;
using Edge.AI.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.AspNetCore.Tests.Json;

/// <summary>How texts look on the wire.</summary>
public sealed class ApiJsonTests
{
    private const string Text = "It's <b>5 > 3</b> & \"Größe\" 日本\n";
    private const string Escaped = "It's <b>5 > 3</b> & \\\"Größe\\\" 日本\\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("v1/chat/completions", false)]
    [InlineData("v1/chat/completions", true)]
    [InlineData("v1/responses", false)]
    [InlineData("v1/responses", true)]
    [InlineData("api/chat", false)]
    [InlineData("api/chat", true)]
    public async Task Only_what_JSON_demands_is_escaped(string path, bool stream)
    {
        await using var server = await TestServer.StartAsync(
            services => services.AddSingleton<IChatClient>(new ScriptedClient((_, _) => AsyncEnumerable.Repeat<AIContent>(new TextContent(Text), 1))),
            app =>
            {
                app.MapOpenAI();
                app.MapOllama();
            });
        using var response = await server.Http.PostAsJsonAsync(path, new { model = ScriptedClient.ModelId, stream, input = "Hello", messages = new[] { new { role = "user", content = "Hello" } } }, Cancellation);

        (await response.Content.ReadAsStringAsync(Cancellation)).Should().Contain($"\"{Escaped}\"");
    }
}
