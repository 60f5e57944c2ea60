using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.LLamaSharp;
using Edge.AI.Bench.LLamaSharp.Claims;
using LLama.Native;

if (args is not (["--verbose", ..]))
    NativeLibraryConfig.All.WithLogCallback((level, message) => { });

return args switch
{
    [ContestantProcess.Verb, var setup] => await ContestantProcess.RunAsync(setup, given => new LLamaSharpClient(given)),
    [LLamaSharpEmbedder.Verb] => await LLamaSharpEmbedder.RunAsync(),
    [Claim.Verb, var name, var model] => await Claim.RunAsync(name, model),
    ["claims", var model] when File.Exists(model) => await ClaimReport.RunAsync(model),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Edge.AI.Bench.LLamaSharp claims MODEL.gguf     what its managed layer does, each claim in a process of its own");
    return 2;
}
