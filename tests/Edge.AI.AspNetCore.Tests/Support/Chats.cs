using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Edge.AI.AspNetCore.Tests.Support;

/// <summary>Requests as text.</summary>
internal static class Chats
{
    public static string Body(string model, string question = "Hello", bool stream = false) =>
        JsonSerializer.Serialize(new { model, stream, messages = new[] { new { role = "user", content = question } } });

    public static HttpRequestMessage Request(string model, string question = "Hello", bool stream = false) => new(HttpMethod.Post, "v1/chat/completions")
    {
        Content = new StringContent(Body(model, question, stream), Encoding.UTF8, "application/json"),
    };

    public static async Task<string?> ErrorCodeAsync(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("error").GetProperty("code").GetString();
}
