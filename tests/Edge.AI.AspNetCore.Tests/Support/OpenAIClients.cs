using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;

namespace Edge.AI.AspNetCore.Tests.Support;

/// <summary>The official client of OpenAI, with another address.</summary>
internal static class OpenAIClients
{
    public static OpenAIClient OpenAIClient(this TestServer server, string key = "none") =>
        new(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = server.OpenAI, RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });
}
