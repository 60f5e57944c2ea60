using Edge.AI;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;

// dotnet run --project samples/Server -- --models "edge-tiny,qwen2.5-0.5b-instruct"
var builder = WebApplication.CreateBuilder(args);
var models = (builder.Configuration["Models"] ?? "edge-tiny").Split(',');
foreach (var model in models)
    builder.Services.AddEdgeChatClient(model);
builder.Services.AddEdgeServer();
builder.Services.AddHealthChecks();
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Edge.AI", "System.Runtime").AddPrometheusExporter());

var app = builder.Build();
try
{
    foreach (var model in models)
        app.Services.GetRequiredService<ModelCatalog>().Get(model); // later, the host would end with a stack trace
}
catch (ModelNotFoundException unknown)
{
    Console.Error.WriteLine($"{unknown.Code}: {unknown.Message}\n{unknown.Hint}");
    return 1;
}

app.MapOpenAI("/v1");
app.MapOllama();
app.MapEdgeModels("/models");
app.MapEdgeChatPage("/");
app.MapHealthChecks("/health", new HealthCheckOptions { Predicate = _ => false }); // the process answers
app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable } }); // while a model is downloaded or loaded
app.MapPrometheusScrapingEndpoint("/metrics");
app.Run();
return 0;
