using Edge.AI;
using Edge.AI.Disk;
using Edge.AI.ProvisioningProcess;
using Edge.AI.Sources;
using Edge.AI.Testing;

// Provisions a model with one file and prints what happens. Tests start it in order to kill it.
//   FOLDER URL SIZE SHA256 [STEP]
// If STEP is given, the process ends itself with SIGKILL at that step, and retries do not wait.
var (folder, url, size, digest) = (args[0], new Uri(args[1]), long.Parse(args[2], null), Sha256Digest.Parse(args[3]));
int? lastStep = args.Length > 4 ? int.Parse(args[4], null) : null;
var steps = new StepCounter(lastStep);
Checkpoint.Reached = steps.Reach;

var options = new ProvisioningOptions { ModelDirectory = folder };
using var client = new HttpClient(StepwiseHttp.Create(steps));
DownloadHandler.Configure(client);
TimeProvider time = lastStep is null ? TimeProvider.System : new TestClock { SkipsWaitsUpTo = TimeSpan.FromSeconds(10) };
using var loggers = new SpokenLog();
var provisioner = ModelProvisioner.Create(options, () => client, time, loggers);
var model = new EdgeModel
{
    Id = "tiny",
    DisplayName = "Tiny",
    License = "MIT",
    ContextLength = 128,
    Capabilities = ModelCapabilities.Chat,
    Files = [new() { Name = "model.gguf", Source = url, Size = size, Digest = digest }],
};

try
{
    var provisioned = await provisioner.EnsureAsync(model, new SpokenProgress());
    Console.WriteLine($"done {provisioned.Path}");
    return 0;
}
catch (EdgeAIException error)
{
    Console.WriteLine($"error {error.Code} {error.Message}");
    return 1;
}
