using Edge.AI;
using Edge.AI.Samples.Agent;

// dotnet run --project samples/Agent -- "Add 17 and 25 with the calculator."
// The default, edge-tiny, calls the tools, but has few words and writes nonsense into the object. '--model qwen3' is meant for it (2.5 GB on first use).
// '--kernel' uses Semantic Kernel.
if (args is not [var question, ..])
{
    Console.Error.WriteLine("usage: Agent QUESTION [--model MODEL] [--kernel] [--notes FOLDER]");
    return 2;
}

try
{
    var model = ModelCatalog.BuiltIn.Get(Option("--model") ?? "edge-tiny");
    var toolbox = new Toolbox(Option("--notes") ?? Path.Combine(AppContext.BaseDirectory, "notes"));
    var answer = args.Contains("--kernel") ? KernelAgent.AskAsync(model, toolbox, question) : FrameworkAgent.AskAsync(model, toolbox, question);
    Console.WriteLine(await answer);
    return 0;
}
catch (EdgeAIException error)
{
    Console.Error.WriteLine($"{error.Code}: {error.Message}{Environment.NewLine}{error.Hint}");
    return 1;
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;
