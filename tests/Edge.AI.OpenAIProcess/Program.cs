using Edge.AI.OpenAIProcess;

// A server that speaks the OpenAI protocol, in a process of its own that tests can kill. It writes its address, and ends with its input.
await using var server = await OpenAIServer.StartAsync();
Console.WriteLine(server.Address);
await Console.In.ReadToEndAsync();
