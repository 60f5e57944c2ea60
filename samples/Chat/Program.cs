using System.CommandLine;
using Edge.AI;
using Edge.AI.Samples.Chat;
using Microsoft.Extensions.Logging;

Argument<string?> question = new("question") { Description = "Answers this question and exits. Without a question, a chat opens.", Arity = ArgumentArity.ZeroOrOne };
Option<string> model = new("--model") { Description = "The model's id or alias.", DefaultValueFactory = _ => "edge-tiny" };
Option<FileInfo[]> manifests = new("--manifest") { Description = "A manifest whose models are added to the catalogue. May be repeated." };
Option<DirectoryInfo?> models = new("--models-dir") { Description = "The model folder." };
Option<bool> verbose = new("--verbose") { Description = "Show logs and stack traces." };
RootCommand command = new("Chats with a language model that runs in this process.") { question, model, manifests.AcceptExistingOnly(), models, verbose };

command.SetAction(async (arguments, _) =>
{
    using var logs = arguments.GetValue(verbose) ? LoggerFactory.Create(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)) : null;
    try
    {
        var catalog = (arguments.GetValue(manifests) ?? []).Aggregate(ModelCatalog.BuiltIn, (known, file) => known.Merge(ModelCatalog.Load(file.FullName), NameConflict.Replace));
        await using var chat = EdgeChatClient.Create(catalog.Get(arguments.GetValue(model)!), provisioning: new() { ModelDirectory = arguments.GetValue(models)?.FullName }, loggerFactory: logs);
        return await new ChatSession(chat, Report).RunAsync(arguments.GetValue(question));
    }
    catch (EdgeAIException error)
    {
        return Report(error);
    }

    int Report(EdgeAIException error)
    {
        Console.Error.WriteLine(arguments.GetValue(verbose) ? error.ToString() : $"{error.Code}: {error.Message}{Environment.NewLine}{error.Hint}");
        return 1;
    }
});

// ChatSession handles Ctrl-C: it ends the current answer, and the program only between answers.
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
