using System.Diagnostics;
using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Samples;

/// <summary>samples/Search, started like by a user.</summary>
public sealed class SearchSampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_text_itself_is_the_nearest_of_the_ten_that_are_printed()
    {
        var model = Path.Combine(_folder.Path, "encoder.gguf");
        new RandomBert().Write(model);

        var (exitCode, output, errors) = await RunAsync("A chef bakes bread in the kitchen.", model);

        exitCode.Should().Be(0, errors);
        var lines = output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(10);
        lines.Select(line => line[.."1.000".Length]).Should().BeInDescendingOrder(StringComparer.Ordinal);
        lines[0].Should().Be("1.000  A chef bakes bread in the kitchen.");
        errors.Should().StartWith("1000 texts in ");
    }

    [Fact]
    public async Task Real_weights_find_what_a_query_means()
    {
        var (exitCode, output, errors) = await RunAsync("somebody fixes a motor", SharedModels.PathOf("all-MiniLM-L6-v2-q8_0.gguf"));

        exitCode.Should().Be(0, errors);
        output.Split(Environment.NewLine)[0].Should().Contain("repairs an old engine");
    }

    [Fact]
    public async Task An_unknown_model_is_an_error_with_a_code()
    {
        var (exitCode, output, errors) = await RunAsync("a query", "no-such-model");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_MODEL_UNKNOWN: ");
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        var start = AppStart.Of(Path.Combine(AppContext.BaseDirectory, "Search.dll"), arguments);
        start.Environment["EDGE_AI_HOME"] = _folder.Path;
        using var search = Process.Start(start)!;
        var errors = search.StandardError.ReadToEndAsync(patience.Token);
        var output = await search.StandardOutput.ReadToEndAsync(patience.Token);
        await search.WaitForExitAsync(patience.Token);
        return (search.ExitCode, output, await errors);
    }
}
