using Microsoft.Extensions.AI;

namespace Edge.AI.Samples.Worker;

/// <summary>Summarises each NAME.txt that appears in the folder Inbox into NAME.summary.</summary>
internal sealed partial class FolderSummaries(IChatClient chat, IConfiguration configuration, ILogger<FolderSummaries> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly DirectoryInfo _inbox = Directory.CreateDirectory(configuration["Inbox"] ?? "inbox");
    private readonly string _prompt = configuration["Prompt"] ?? "Summarize in one sentence: ";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Four files at once share each pass over the weights of the model. At shutdown no file is begun, and the running summaries end.
        var four = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stoppingToken };
        using var timer = new PeriodicTimer(Pause);
        do
            await Parallel.ForEachAsync(Waiting(), four, (file, _) => SummarizeAsync(file));
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Files that are complete (nobody has written to them for a moment) and have no summary yet.</summary>
    private IEnumerable<FileInfo> Waiting() => _inbox.EnumerateFiles("*.txt").Where(file => DateTime.UtcNow - file.LastWriteTimeUtc > Pause && !File.Exists(SummaryOf(file)));

    private async ValueTask SummarizeAsync(FileInfo file)
    {
        try
        {
            var text = await File.ReadAllTextAsync(file.FullName);
            var answer = await chat.GetResponseAsync(_prompt + text, new() { Temperature = 0 });
            await File.WriteAllTextAsync(SummaryOf(file) + ".new", answer.Text);
            File.Move(SummaryOf(file) + ".new", SummaryOf(file)); // a summary is there completely or not at all
            LogSummarized(logger, file.Name);
        }
        catch (EdgeAIException error) when (!error.IsTransient)
        {
            LogRefused(logger, file.Name, error.Code, error.Message);
            file.MoveTo(file.FullName + ".refused", overwrite: true);
        }
    }

    private static string SummaryOf(FileInfo file) => Path.ChangeExtension(file.FullName, ".summary");

    [LoggerMessage(1, LogLevel.Information, "{File} is summarised")]
    private static partial void LogSummarized(ILogger logger, string file);

    [LoggerMessage(2, LogLevel.Warning, "{File} is refused ({Code}): {Problem}")]
    private static partial void LogRefused(ILogger logger, string file, string code, string problem);
}
