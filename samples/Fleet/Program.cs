using Edge.AI.Samples.Fleet;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Transforms;

// dotnet run --project samples/Fleet                          the servers of appsettings.json
// dotnet run --project samples/Fleet -- --environment vllm    those of appsettings.vllm.json
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 8 << 20); // a body is kept until its answer begins
builder.Services.AddSingleton<ILoadBalancingPolicy, ConversationRouting>();
builder.Services.AddReverseProxy()
    .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
    .AddTransforms(transforms => transforms.AddResponseTransform(Retry.WithholdRefusalAsync));

var app = builder.Build();
app.MapReverseProxy(pipeline =>
{
    pipeline.Use(Retry.SendAsync);
    pipeline.UseLoadBalancing();
});
app.Run();
