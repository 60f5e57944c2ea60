using System.Diagnostics;
using Edge.AI.Bench;
using Edge.AI.Bench.Inference.Contestants;

namespace Edge.AI.Tests.Bench;

/// <summary>Contestants are real processes: shell scripts that answer like one.</summary>
public class FieldTests
{
    private const string Result = """{"answers":[{"started":0,"times":[1,2],"promptTokens":1,"cachedTokens":0,"tokens":2}]}""";

    private static readonly Work s_work = new([new(["Hello"], Tokens: 2, Seed: 1)], AtOnce: 1);

    [Fact]
    public async Task Each_round_begins_with_another_contestant()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The contestants are shell scripts.");
        await using var field = new Field([await StartAsync("a", Answers), await StartAsync("b", Answers), await StartAsync("c", Answers)]);
        List<string> turns = [];

        for (var round = 0; round < 3; round++)
            await field.AskAsync(round, name => Note(turns, name));

        string.Concat(turns).Should().Be("abcbcacab");
    }

    [Fact]
    public async Task A_contestant_whose_process_ends_leaves_the_field_and_its_end_is_a_result()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The contestants are shell scripts.");
        await using var field = new Field([await StartAsync("good", Answers), await StartAsync("bad", "echo '{}'; read line; echo 'x.cpp:854: GGML_ASSERT(logits) failed' >&2; kill -ABRT $$")]);

        var results = await field.AskAsync(0, s_work);
        var later = await field.AskAsync(1, s_work);

        results.Keys.Should().Equal("good");
        later.Keys.Should().Equal("good");
        field.Ends.Should().Equal("bad: the process ended with 134 (abort): `x.cpp:854: GGML_ASSERT(logits) failed`");
    }

    [Fact]
    public async Task A_contestant_whose_request_fails_leaves_the_field()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The contestants are shell scripts.");
        await using var field = new Field([await StartAsync("bad", """echo '{}'; while read line; do echo '{"answers":[],"failure":"DecodeError: no"}'; done""")]);

        (await field.AskAsync(0, s_work)).Should().BeEmpty();

        field.Ends.Should().Equal("bad: a request failed: DecodeError: no");
    }

    [Fact]
    public async Task Lines_of_a_native_library_between_results_are_skipped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The contestants are shell scripts.");
        await using var field = new Field([await StartAsync("noisy", $"echo '[New LWP 1]'; echo '{{}}'; while read line; do echo 'llama: hello'; echo '{Result}'; done")]);

        (await field.AskAsync(0, s_work))["noisy"].Answers[0].Times.Should().Equal(1, 2);
    }

    [Fact]
    public async Task An_answer_of_another_length_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The contestants are shell scripts.");
        await using var contestant = await StartAsync("short", Answers);

        await FluentActions.Awaiting(() => contestant.RunAsync(new([s_work.Asks[0] with { Tokens = 3 }], AtOnce: 1))).Should().ThrowAsync<InvalidOperationException>();
        (await contestant.RunAsync(new([s_work.Asks[0] with { Tokens = 3, EndsByItself = true }], AtOnce: 1))).Answers.Should().ContainSingle();
    }

    [Theory]
    [InlineData(134, "the process ended with 134 (abort)")]
    [InlineData(139, "the process ended with 139 (segmentation fault)")]
    [InlineData(3, "the process ended with 3")]
    public void The_end_of_a_process_names_its_signal(int exitCode, string text) => ProcessEnd.Describe(exitCode, ["a line"]).Should().Be(text);

    private static string Answers => $"echo '{{}}'; while read line; do echo '{Result}'; done";

    private static Work Note(List<string> turns, string name)
    {
        turns.Add(name);
        return s_work;
    }

    private static Task<Contestant> StartAsync(string name, string script) => Contestant.StartAsync(
        name,
        new ProcessStartInfo("sh", ["-c", script]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true });
}
