using Edge.AI.Bench;

return args switch
{
    ["provisioning", .. var options] => await ProvisioningBench.RunAsync(BenchOptions.Parse(options)),
    [ServerProcess.Verb, var folder] => await ServerProcess.ServeAsync(folder),
    [OurDownload.Verb, var request] => await OurDownload.RunAsync(request),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Edge.AI.Bench provisioning [--size 1GiB] [--rounds 5] [--memory-sizes 100MB,4GB] [--folder DIR]");
    return 2;
}
