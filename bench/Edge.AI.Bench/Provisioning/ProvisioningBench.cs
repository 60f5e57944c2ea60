using System.Diagnostics;
using System.Globalization;
using Edge.AI.Testing;

namespace Edge.AI.Bench;

/// <summary>Compares our pipeline with a download by hand, in turn, over loopback http and https.</summary>
internal static class ProvisioningBench
{
    private static readonly string[] Sha256Sum = ["sha256sum"], OpenSsl = ["openssl", "dgst", "-sha256"];

    public static async Task<int> RunAsync(BenchOptions options)
    {
        if (CommandLineDownload.Missing() is { Count: > 0 } missing)
        {
            Console.Error.WriteLine($"Not found: {string.Join(", ", missing)}. On Debian, install them with: apt-get install curl openssl coreutils");
            return 1;
        }

        var folder = Directory.CreateDirectory(Path.Combine(options.Folder, $"edge-ai-bench-{Environment.ProcessId}")).FullName;
        try
        {
            using var server = await ServerProcess.StartAsync(folder);
            await MeasureSpeedAsync(options, server, folder);
            await MeasureMemoryAsync(options, server, folder);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureSpeedAsync(BenchOptions options, ServerProcess server, string folder)
    {
        var sha256 = TinyModelBytes.WriteFile(Path.Combine(folder, "model.gguf"), options.Size);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Size / 1e9:0.00} GB, {options.Rounds} rounds, {Environment.ProcessorCount} cores; seconds: median (least … most)"));
        Console.WriteLine($"{"",-6} {"ours",-24} {"curl + sha256sum + sync",-24} {"curl + openssl + sync",-24}");
        var ratios = new List<(string Name, double Value)>();
        foreach (var (scheme, address, certificate) in new[] { ("http", server.Http, null), ("https", server.Https, ServerProcess.CertificateOf(folder)) })
        {
            var source = new Uri(address, "model.gguf");
            var (ours, sum, ssl) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < options.Rounds; round++)
            {
                ours.Add(await InFolderAsync(folder, async own => (await OurDownload.InChildAsync(new(source, "model.gguf", options.Size, sha256, own, 1), certificate)).Seconds));
                sum.Add(await InFolderAsync(folder, own => CommandLineDownload.RunAsync(source, Path.Combine(own, "model.gguf"), sha256, certificate, Sha256Sum)));
                ssl.Add(await InFolderAsync(folder, own => CommandLineDownload.RunAsync(source, Path.Combine(own, "model.gguf"), sha256, certificate, OpenSsl)));
            }

            Console.WriteLine($"{scheme,-6} {Spread(ours),-24} {Spread(sum),-24} {Spread(ssl),-24}");
            ratios.Add(($"{scheme}-vs-sha256sum", Median(ours) / Median(sum)));
            ratios.Add(($"{scheme}-vs-openssl", Median(ours) / Median(ssl)));
        }

        foreach (var (name, value) in ratios)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio {name} {value:0.000}"));
    }

    private static async Task MeasureMemoryAsync(BenchOptions options, ServerProcess server, string folder)
    {
        foreach (var size in options.MemorySizes)
        {
            var sha256 = TinyModelBytes.WriteFile(Path.Combine(folder, "model.gguf"), size);
            var peak = await InFolderAsync(folder, async own =>
                (await OurDownload.InChildAsync(new(new(server.Http, "model.gguf"), "model.gguf", size, sha256, own, 1), null)).PeakAboveIdle);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak-memory-above-idle {size / 1_000_000}MB {peak / 1e6:0.0} MB"));
        }
    }

    /// <summary>Each run has a new folder, and begins after all bytes of the previous run are on the disk.</summary>
    private static async Task<T> InFolderAsync<T>(string parent, Func<string, Task<T>> measure)
    {
        using (var settle = Process.Start("sync"))
            await settle.WaitForExitAsync();

        var folder = Directory.CreateDirectory(Path.Combine(parent, "run")).FullName;
        try
        {
            return await measure(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Spread(IReadOnlyCollection<double> seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{Median(seconds):0.00} ({seconds.Min():0.00} … {seconds.Max():0.00})");
}
