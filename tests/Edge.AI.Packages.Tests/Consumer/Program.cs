using Acme;
using Edge.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

await using var builtIn = EdgeChatClient.Create(EdgeModels.EdgeTiny);
await using var own = EdgeChatClient.Create(AcmeModels.AcmeBot);

try
{
    foreach (var client in new IChatClient[] { builtIn, own })
        Console.WriteLine(await client.GetResponseAsync("What is the capital of France?"));
}
catch (ModelMemoryException missing)
{
    Console.WriteLine(missing.RequiredBytes);
}
catch (InsufficientMemoryException)
{
    Console.WriteLine("System's type of this name and 'using Edge.AI' do not collide.");
}

// The second example of the repository's README.
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddEdgeChatClient().UseFunctionInvocation().UseOpenTelemetry().UseLogging();
using var host = builder.Build();

var chat = host.Services.GetRequiredService<IChatClient>();
var weather = AIFunctionFactory.Create((string city) => city == "Oslo" ? "7 degrees and rainy" : "unknown", "get_weather", "Gets the weather of a city");
Console.WriteLine(await chat.GetResponseAsync("What is the weather in Oslo?", new() { Tools = [weather], Temperature = 0 }));
