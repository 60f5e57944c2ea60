using System.Net.Http.Json;
using System.Text.Json;
using Edge.AI.AspNetCore.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.AspNetCore.Tests.Clients;

public sealed class ServedModelsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_client_is_served_under_its_model_or_its_key()
    {
        await using var server = await TestServer.StartAsync(services =>
        {
            services.AddEdgeModelProvisioning();
            services.AddSingleton<IChatClient>(Saying("plain"));
            services.AddKeyedSingleton<IChatClient>("fast", Saying("fast"));
            services.AddKeyedSingleton<IChatClient>("slow", Saying("slow"));
            services.AddEdgeServer();
        });
        var models = await server.Http.GetFromJsonAsync<JsonElement>("v1/models", Cancellation);

        models.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()).Should().Equal(ScriptedClient.ModelId, "fast", "slow");
        (await AskAsync(server, ScriptedClient.ModelId)).Should().Be("plain");
        (await AskAsync(server, "fast")).Should().Be("fast");
        (await AskAsync(server, "SLOW")).Should().Be("slow");
    }

    [Fact]
    public async Task Models_are_listed_in_the_order_of_their_registration()
    {
        string[] names = ["qwen2.5-0.5b-instruct", TinyServer.Model, "phi-3-mini-4k-instruct"];
        await using var server = await TestServer.StartAsync(services =>
        {
            foreach (var name in names)
                services.AddEdgeChatClient(name);
        });
        var models = await server.Http.GetFromJsonAsync<JsonElement>("v1/models", Cancellation);
        var tags = await server.Http.GetFromJsonAsync<JsonElement>("api/tags", Cancellation);

        models.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()).Should().Equal(names);
        tags.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()).Should().Equal(names);
    }

    [Fact]
    public async Task A_call_of_a_tool_of_the_app_is_not_shown()
    {
        await using var server = await TestServer.StartAsync(services =>
        {
            services.AddEdgeModelProvisioning();
            services.AddSingleton<IChatClient>(new ScriptedClient((_, _) => new AIContent[] { new FunctionCallContent("1", "secret"), new TextContent("Done.") }.ToAsyncEnumerable()));
        });
        using var request = Chats.Request(ScriptedClient.ModelId);
        using var response = await server.Http.SendAsync(request, Cancellation);

        (await response.Content.ReadAsStringAsync(Cancellation)).Should().Contain("Done.").And.NotContain("secret");
    }

    private static ScriptedClient Saying(string text) => new((_, _) => new AIContent[] { new TextContent(text) }.ToAsyncEnumerable());

    private static async Task<string?> AskAsync(TestServer server, string model)
    {
        using var request = Chats.Request(model);
        using var response = await server.Http.SendAsync(request, Cancellation);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
    }
}
