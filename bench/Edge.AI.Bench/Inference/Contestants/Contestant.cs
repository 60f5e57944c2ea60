using System.Diagnostics;
using System.Text.Json;

namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>The process of a contestant, as this process sees it. It computes only while it works on a request.</summary>
internal sealed class Contestant : IAsyncDisposable
{
    private readonly Process _process;

    private Contestant(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    /// <summary>The bare loop or our client, in a child process of this program.</summary>
    public static Task<Contestant> StartAsync(string name, Setup setup) =>
        StartAsync(name, Self.Start(ContestantProcess.Verb, name, JsonSerializer.Serialize(setup, JsonSerializerOptions.Web)));

    public static async Task<Contestant> StartAsync(string name, ProcessStartInfo start)
    {
        var contestant = new Contestant(name, Process.Start(start)!);
        await contestant.ReadAsync();
        return contestant;
    }

    public async Task<WorkDone> RunAsync(Work work)
    {
        var done = await SendAsync(work);
        var early = done.Answers.Zip(work.Asks).FirstOrDefault(pair => pair.First.Tokens != pair.Second.Tokens);
        return early.First is null
            ? done
            : throw new InvalidOperationException($"{Name} generated {early.First.Tokens} tokens instead of {early.Second.Tokens}: its figures cannot be compared.");
    }

    public Task UnloadAsync() => SendAsync(work: null);

    /// <summary>The current memory of the process, in bytes.</summary>
    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The peak memory of the process, in bytes.</summary>
    public long Peak
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<WorkDone> SendAsync(Work? work)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(work, JsonSerializerOptions.Web));
        await _process.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize<WorkDone>(await ReadAsync(), JsonSerializerOptions.Web)!;
    }

    private async Task<string> ReadAsync()
    {
        if (await _process.StandardOutput.ReadLineAsync() is { } line)
            return line;

        await _process.WaitForExitAsync();
        throw new InvalidOperationException($"{Name} ended with exit code {_process.ExitCode}. Its output is above.");
    }
}
