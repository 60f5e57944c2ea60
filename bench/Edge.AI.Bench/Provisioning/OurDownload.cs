using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.Bench;

/// <summary>The task of the child process.</summary>
internal sealed record DownloadRequest(Uri Source, string Name, long Size, string Sha256, string Folder, int Connections);

/// <summary>The result of the child process.</summary>
/// <param name="Seconds">Seconds from the call of EnsureAsync to the promoted file: verified, flushed, with its receipt.</param>
/// <param name="PeakAboveIdle">The peak memory above the memory before the call, in bytes; 0 if the system does not report it.</param>
internal sealed record DownloadResult(double Seconds, long PeakAboveIdle);

/// <summary>Our pipeline as an app uses it: from a service container, in a process of its own.</summary>
internal static class OurDownload
{
    public const string Verb = "ensure";

    private const string StatusFile = "/proc/self/status", ResetFile = "/proc/self/clear_refs";

    public static async Task<DownloadResult> InChildAsync(DownloadRequest request, string? certificate)
    {
        var start = Self.Start(Verb, JsonSerializer.Serialize(request));
        start.Environment["DOTNET_TieredPGO"] = "0"; // As in the tool: see Edge.AI.Cli.csproj.
        if (certificate is not null)
            start.Environment["SSL_CERT_FILE"] = certificate;

        using var child = Process.Start(start)!;
        var answer = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return child.ExitCode == 0 ? JsonSerializer.Deserialize<DownloadResult>(answer)! : throw new InvalidOperationException("Our own download failed.");
    }

    public static async Task<int> RunAsync(string json)
    {
        var request = JsonSerializer.Deserialize<DownloadRequest>(json)!;
        await using var services = Services(request);
        var provisioner = services.GetRequiredService<IModelProvisioner>();
        var model = new EdgeModel
        {
            Id = "bench",
            DisplayName = "Bench",
            License = "MIT",
            ContextLength = 128,
            Capabilities = ModelCapabilities.Chat,
            Files = [new() { Name = request.Name, Source = request.Source, Size = request.Size, Digest = Sha256Digest.Parse(request.Sha256) }],
        };

        var idle = ResetPeak();
        var clock = Stopwatch.StartNew();
        await provisioner.EnsureAsync(model);
        var seconds = clock.Elapsed.TotalSeconds;

        Console.WriteLine(JsonSerializer.Serialize(new DownloadResult(seconds, BytesOf("VmHWM") - idle)));
        return 0;
    }

    private static ServiceProvider Services(DownloadRequest request)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["EdgeAI:ModelDirectory"] = request.Folder,
            ["EdgeAI:ConnectionsPerFile"] = request.Connections.ToString(CultureInfo.InvariantCulture),
        };
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddLogging();
        services.AddEdgeChatClient();
        return services.BuildServiceProvider();
    }

    /// <returns>The current memory; the peak is counted from here (https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html).</returns>
    private static long ResetPeak()
    {
        if (!File.Exists(ResetFile))
            return 0;

        File.WriteAllText(ResetFile, "5");
        return BytesOf("VmRSS");
    }

    private static long BytesOf(string name) => File.Exists(StatusFile)
        ? File.ReadLines(StatusFile).Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)).Single()
        : 0;
}
