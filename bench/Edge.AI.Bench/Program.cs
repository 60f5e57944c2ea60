using System.CommandLine;
using Edge.AI.Bench;
using Edge.AI.Bench.Cold;
using Edge.AI.Bench.Embedding;
using Edge.AI.Bench.Generator;
using Edge.AI.Bench.Inference;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Machine;
using Edge.AI.Bench.Inference.Report;
using Edge.AI.Bench.Inference.Scenarios;
using Edge.AI.Bench.Rendering;
using Edge.AI.Bench.Soak;
using Edge.AI.Bench.Telemetry;

return args switch
{
    ["provisioning", .. var options] => await ProvisioningBench.RunAsync(BenchOptions.Parse(options)),
    ["inference", ..] => await new RootCommand { InferenceBenchOptions.Command(InferenceBench.RunAsync) }.Parse(args).InvokeAsync(),
    [Runtimes.Name, ..] => await new RootCommand { Runtimes.Command() }.Parse(args).InvokeAsync(),
    [BusyMachine.Name, ..] => await new RootCommand { BusyMachine.Command() }.Parse(args).InvokeAsync(),
    [SpeculationGain.Name, ..] => await new RootCommand { SpeculationGain.Command() }.Parse(args).InvokeAsync(),
    [Restart.Name, ..] => await new RootCommand { Restart.Command() }.Parse(args).InvokeAsync(),
    [ColdBench.Name, ..] => await new RootCommand { ColdBench.Command() }.Parse(args).InvokeAsync(),
    [EmbeddingBench.Name, ..] => await new RootCommand { EmbeddingBench.Command() }.Parse(args).InvokeAsync(),
    [PerformancePage.Name, ..] => await new RootCommand { PerformancePage.Command() }.Parse(args).InvokeAsync(),
    [TelemetryBench.Name, ..] => await new RootCommand { TelemetryBench.Command() }.Parse(args).InvokeAsync(),
    ["generator", ..] => await new RootCommand { GeneratorBench.Command() }.Parse(args).InvokeAsync(),
    ["rendering", ..] => await new RootCommand { RenderingBench.Command() }.Parse(args).InvokeAsync(),
    ["soak", ..] => await new RootCommand { SoakBench.Command() }.Parse(args).InvokeAsync(),
    [ServerProcess.Verb, var folder] => await ServerProcess.ServeAsync(folder),
    [OurDownload.Verb, var request] => await OurDownload.RunAsync(request),
    [ContestantProcess.Verb, var kind, var setup] => await ContestantProcess.RunAsync(setup, given => ContestantKind.Create(kind, given)),
    [BusyProcesses.Verb] => BusyProcesses.Spin(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Edge.AI.Bench provisioning [--size 1GiB] [--rounds 5] [--memory-sizes 100MB,4GB] [--folder DIR]");
    Console.Error.WriteLine("       Edge.AI.Bench inference [--model FILE] [--rounds 5] [--concurrency 1,2,4,8,16] [--quick] ... (--help shows all)");
    Console.Error.WriteLine("       Edge.AI.Bench runtimes [--model FILE] [--runtime EdgeAI LLamaSharp] [--threads 1,2]");
    Console.Error.WriteLine("       Edge.AI.Bench busy [--model FILE] [--levels 0,1,2,3] [--concurrency 1,4]");
    Console.Error.WriteLine("       Edge.AI.Bench speculation --model FILE [--compare 200]");
    Console.Error.WriteLine("       Edge.AI.Bench restart [--model FILE] [--system-tokens 1500]");
    Console.Error.WriteLine("       Edge.AI.Bench cold [--model FILE] [--app CHAT ...]");
    Console.Error.WriteLine("       Edge.AI.Bench embeddings --model FILE [--texts 64] [--threads 2]");
    Console.Error.WriteLine("       Edge.AI.Bench telemetry [--rounds 21]");
    Console.Error.WriteLine("       Edge.AI.Bench report");
    Console.Error.WriteLine("       Edge.AI.Bench soak [--minutes 10]");
    Console.Error.WriteLine("       Edge.AI.Bench generator [--models 1000] [--rounds 15]");
    Console.Error.WriteLine("       Edge.AI.Bench rendering [--template FILE] [--rounds 500]");
    return 2;
}
