using System.Net.Http.Json;
using System.Text.Json;
using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Serving;

/// <summary>Tests of <c>edge-ai serve</c> with the model that ships with the tool.</summary>
public abstract class ServeTest : ToolTest
{
    private protected static string TinyFile => Path.Combine(AppContext.BaseDirectory, "models", "edge-tiny", "edge-tiny-q8_0.gguf");

    private protected Task<ServerProcess> StartServerAsync(params string[] arguments) => StartServerOnAsync("http://127.0.0.1:0", arguments);

    private protected Task<ServerProcess> StartServerOnAsync(string url, params string[] arguments) =>
        ServerProcess.StartAsync(Folder, [new("EDGE_AI_HOME", Models), .. Variables], ["--urls", url, .. arguments]);

    private protected static Task<HttpResponseMessage> AskAsync(HttpClient http, string model = "edge-tiny") => http.PostAsJsonAsync("v1/chat/completions", new
    {
        model,
        max_tokens = 8,
        messages = new[] { new { role = "user", content = "What is 2 + 3?" } },
    });

    private protected static async Task<string[]> ModelsOfAsync(ServerProcess server)
    {
        var list = await server.Http.GetFromJsonAsync<JsonElement>("v1/models");
        return [.. list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!)];
    }
}
