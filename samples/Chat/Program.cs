using System.CommandLine;
using Edge.AI;
using Edge.AI.Samples.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

Argument<string?> question = new("question") { Description = "Answers this question and exits. Without a question, a chat opens.", Arity = ArgumentArity.ZeroOrOne };
Option<string?> model = new("--model") { Description = "The model's id or alias. Default: edge-tiny, which ships with the library." };
Option<FileInfo[]> manifests = new("--manifest") { Description = "A manifest whose models are added to the catalogue. May be repeated." };
Option<DirectoryInfo?> models = new("--models-dir") { Description = "The model folder." };
Option<bool> verbose = new("--verbose") { Description = "Show logs and stack traces." };
manifests.AcceptExistingOnly();
RootCommand command = new("Chats with a language model that runs in this process.") { question, model, manifests, models, verbose };

command.SetAction(async (arguments, _) =>
{
    try
    {
        using var host = BuildHost(arguments);
        await host.StartAsync(CancellationToken.None);
        var exitCode = await host.Services.GetRequiredService<ChatSession>().RunAsync(arguments.GetValue(question));
        await host.StopAsync(CancellationToken.None);
        return exitCode;
    }
    catch (Exception e)
    {
        ErrorText.Write(e, arguments.GetValue(verbose));
        return 1;
    }
});

// Interrupts handles Ctrl-C: it ends the current answer, and the program only between answers.
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });

IHost BuildHost(ParseResult arguments)
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.ClearProviders();
    if (arguments.GetValue(verbose))
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    if (arguments.GetValue(models) is { } folder)
        builder.Configuration["EdgeAI:ModelDirectory"] = folder.FullName;

    foreach (var manifest in arguments.GetValue(manifests) ?? [])
        builder.Services.AddEdgeModelCatalog(ModelCatalog.Load(manifest.FullName), NameConflict.Replace);
    if (arguments.GetValue(model) is { } modelId)
        builder.Services.AddEdgeChatClient(modelId);
    else
        builder.Services.AddEdgeChatClient();

    builder.Services.AddSingleton<Interrupts>();
    builder.Services.AddSingleton<IHostLifetime>(services => services.GetRequiredService<Interrupts>());
    builder.Services.AddSingleton<ProvisioningBar>();
    builder.Services.AddSingleton(services => new ChatSession(
        services.GetRequiredService<IChatClient>(), services.GetRequiredService<ProvisioningBar>(), services.GetRequiredService<Interrupts>(), arguments.GetValue(verbose)));
    return builder.Build();
}
