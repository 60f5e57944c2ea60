using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>The process of a contestant, as this process sees it. It computes only while it works on a request.</summary>
internal sealed class Contestant : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();

    private Contestant(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    /// <summary>The bare loop, our client or a server, in a child process of this program.</summary>
    /// <param name="name">The name in tables and ratios.</param>
    /// <param name="kind">One of the kinds of <see cref="ContestantKind"/>.</param>
    /// <param name="setup">Its settings.</param>
    public static Task<Contestant> StartAsync(string name, string kind, Setup setup) => StartAsync(name, Self.Start(ContestantProcess.Verb, kind, Line(setup)));

    public static async Task<Contestant> StartAsync(string name, ProcessStartInfo start)
    {
        start.RedirectStandardError = true;
        var contestant = new Contestant(name, Process.Start(start)!);
        contestant._process.ErrorDataReceived += (_, line) => contestant.NoteError(line.Data);
        contestant._process.BeginErrorReadLine();
        await contestant.ReadAsync();
        return contestant;
    }

    /// <summary>The settings or the work of a contestant, as one line.</summary>
    public static string Line<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

    /// <exception cref="ContestantFailedException">A request failed or was answered with nothing, or the process has ended, or it no longer answers.</exception>
    public async Task<WorkDone> RunAsync(Work work)
    {
        var done = await SendAsync(work);
        if (done.Failure is { } failure)
            throw new ContestantFailedException(Name, $"a request failed: {failure}");
        if (work.IsExact && done.Answers.Count(answer => answer.Times.Count == 0) is > 0 and var empty)
            throw new ContestantFailedException(Name, $"{empty} of {done.Answers.Count} requests got an answer without a token");

        var early = done.Answers.Zip(work.Asks).FirstOrDefault(pair => pair.First.Tokens != pair.Second.Tokens);
        return early.First is null || !work.IsExact
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
            return _process.HasExited ? 0 : _process.PeakWorkingSet64;
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
        try
        {
            await _process.StandardInput.WriteLineAsync(Line(work));
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has ended. Reading tells how.
        }

        return JsonSerializer.Deserialize<WorkDone>(await ReadAsync(), JsonSerializerOptions.Web)!;
    }

    private async Task<string> ReadAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.StartsWith('{'))
                    return line;
                NoteError(line); // a native library wrote it
            }
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new ContestantFailedException(Name, $"no answer within {s_patience.TotalMinutes:0} minutes");
        }

        await _process.WaitForExitAsync();
        throw new ContestantFailedException(Name, ProcessEnd.Describe(_process.ExitCode, _errors));
    }

    private void NoteError(string? line)
    {
        if (line is null)
            return;

        _errors.Enqueue(line);
        Console.Error.WriteLine($"{Name}: {line}");
    }
}
