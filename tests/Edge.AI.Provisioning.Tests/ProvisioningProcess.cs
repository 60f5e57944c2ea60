using System.Diagnostics;

namespace Edge.AI.Provisioning.Tests;

/// <summary>A process of its own that provisions a model, to be killed.</summary>
internal sealed class ProvisioningProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ProvisioningProcess(Process process) => _process = process;

    /// <param name="here">Where.</param>
    /// <param name="model">A model of one file.</param>
    /// <param name="lastStep">The step at which it ends itself with SIGKILL; null for never.</param>
    /// <param name="environment">More environment variables.</param>
    public static ProvisioningProcess Start(Workplace here, EdgeModel model, int? lastStep = null, params (string Name, string Value)[] environment) =>
        StartVia([], here, model, lastStep, environment);

    /// <summary>Starts it through another program, such as one that takes rights away.</summary>
    /// <param name="via">The program and its arguments; what it starts follows.</param>
    /// <param name="here">Where.</param>
    /// <param name="model">A model of one file.</param>
    /// <param name="lastStep">As above.</param>
    /// <param name="environment">As above.</param>
    public static ProvisioningProcess StartVia(string[] via, Workplace here, EdgeModel model, int? lastStep = null, params (string Name, string Value)[] environment)
    {
        var file = model.Files.Single();
        string[] command = [.. via, "dotnet"];
        var start = new ProcessStartInfo(
            command[0],
            [.. command[1..], Path.Combine(AppContext.BaseDirectory, "Edge.AI.ProvisioningProcess.dll"), here.Options.ModelDirectory!, file.Source.ToString(), $"{file.Size}", $"{file.Digest}", .. lastStep is { } step ? [$"{step}"] : Array.Empty<string>()])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        return new(Process.Start(start)!);
    }

    /// <summary>Reads its output until a line is such.</summary>
    public async Task<string> SaysAsync(Func<string, bool> isIt)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (isIt(line))
                return line;
        }

        throw new EndOfStreamException("The process ended before it said that.");
    }

    /// <summary>Waits for its end; done if it has provisioned the model, not if it was killed.</summary>
    public async Task<(bool Done, string[] Output)> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var output = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode == 0, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>SIGKILL: nothing in the process can tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();

        _process.Dispose();
    }
}
