using Edge.AI;
using Edge.AI.Samples.Worker;

// dotnet run --project samples/Worker -- --Inbox inbox --Model qwen2.5-1.5b-instruct
// The default, edge-tiny, is too small for real summaries.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddEdgeChatClient(builder.Configuration["Model"] ?? "edge-tiny", options => options.LoadAt = ModelTiming.Background);
builder.Services.AddHealthChecks();
builder.Services.AddHostedService<FolderSummaries>();

var app = builder.Build();
app.MapHealthChecks("/health");
app.Run();
