// dotnet run --project samples/Fleet.AppHost    three servers, the proxy, and Aspire's dashboard
var builder = DistributedApplication.CreateBuilder(args);
var fleet = builder.AddProject<Projects.Fleet>("fleet").WithHttpEndpoint(port: 5000);
for (var number = 1; number <= 3; number++)
{
    var server = builder.AddProject<Projects.Server>($"server-{number}").WithHttpEndpoint().WithHttpHealthCheck("/health/ready");
    fleet.WithEnvironment($"ReverseProxy__Clusters__models__Destinations__server-{number}__Address", server.GetEndpoint("http")).WaitFor(server);
}

builder.Build().Run();
