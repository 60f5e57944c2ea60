using Acme;
using Edge.AI;
using Microsoft.Extensions.AI;

await using var builtIn = EdgeChatClient.Create(EdgeModels.EdgeTiny);
await using var own = EdgeChatClient.Create(AcmeModels.AcmeBot);

foreach (var chat in new IChatClient[] { builtIn, own })
    Console.WriteLine(await chat.GetResponseAsync("What is the capital of France?"));
