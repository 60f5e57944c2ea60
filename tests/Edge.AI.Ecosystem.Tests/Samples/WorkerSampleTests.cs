namespace Edge.AI.Ecosystem.Tests.Samples;

/// <summary>samples/Worker. edge-tiny cannot summarise, so the prompt asks for what it can do.</summary>
public sealed class WorkerSampleTests : IDisposable
{
    private const string Anna = "Anna is 36 years old and lives in Paris.";

    private readonly DirectoryInfo _inbox = Directory.CreateTempSubdirectory("edge-ai-inbox-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _inbox.Delete(recursive: true);

    [Fact]
    public async Task Files_that_are_there_and_files_that_come_later_are_summarised_and_the_worker_stops_cleanly()
    {
        await DropAsync("anna.txt", Anna);
        await using var worker = Start();
        await worker.ReadLineAsync(line => line.Contains("anna.txt is summarised", StringComparison.Ordinal));

        await DropAsync("ben.txt", "Ben is 41 years old and lives in Rome.");
        await worker.ReadLineAsync(line => line.Contains("ben.txt is summarised", StringComparison.Ordinal));
        await worker.TerminateAsync();

        (await worker.EndAsync()).ExitCode.Should().Be(0);
        (await ReadAsync("anna.summary")).Should().Contain("Anna").And.Contain("Paris");
        (await ReadAsync("ben.summary")).Should().Contain("Ben").And.Contain("Rome");
        _inbox.GetFiles().Select(file => file.Name).Should().BeEquivalentTo("anna.txt", "anna.summary", "ben.txt", "ben.summary");
    }

    [Fact]
    public async Task A_file_that_is_too_long_is_put_aside_and_others_are_summarised()
    {
        await DropAsync("book.txt", string.Concat(Enumerable.Repeat("Once upon a time. ", 1000)));
        await DropAsync("anna.txt", Anna);
        await using var worker = Start();

        await worker.ReadLineAsync(line => line.Contains("book.txt is refused (EDGE_CONTEXT_EXCEEDED)", StringComparison.Ordinal));
        while (!File.Exists(PathOf("anna.summary")))
            await worker.ReadLineAsync(line => line.Contains("anna.txt is summarised", StringComparison.Ordinal));

        File.Exists(PathOf("book.txt.refused")).Should().BeTrue();
    }

    [Fact]
    public async Task The_health_check_says_that_the_model_is_loaded()
    {
        await DropAsync("anna.txt", Anna);
        await using var worker = Start();
        var address = (await worker.ReadLineAsync(line => line.Contains("Now listening on: ", StringComparison.Ordinal))).Split("Now listening on: ")[1];
        await worker.ReadLineAsync(line => line.Contains("anna.txt is summarised", StringComparison.Ordinal));

        using var http = new HttpClient();
        (await http.GetStringAsync($"{address}/health", Cancellation)).Should().Be("Healthy");
    }

    private SampleProcess Start() => SampleProcess.Start("Worker", "--Inbox", _inbox.FullName, "--Prompt", "Extract name, age and city as JSON: ", "--urls", "http://127.0.0.1:0");

    private string PathOf(string name) => Path.Combine(_inbox.FullName, name);

    private Task DropAsync(string name, string text) => File.WriteAllTextAsync(PathOf(name), text, Cancellation);

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(PathOf(name), Cancellation);
}
