using System.Runtime.Versioning;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Inference;

public sealed class PromptCacheDirectoryTests : IDisposable
{
    private const string Ending = ".state";

    private static readonly string System = string.Join(' ', Enumerable.Range(1, 60).Select(number => $"Rule {number}: answer with few words."));

    private readonly TemporaryFolder _folder = new();

    private string Cache => Path.Combine(_folder.Path, "cache");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_request_after_a_restart_restores_the_system_prompt_and_gives_the_same_answer()
    {
        await AskAsync("What is the capital of France?");
        var (restored, cached) = await AskAsync("Count from 1 to 5.");
        var (processed, _) = await AskAsync("Count from 1 to 5.", Path.Combine(_folder.Path, "other"));

        cached.Should().BeGreaterThan(200);
        restored.Should().Be(processed);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_this_user_can_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes.");

        await AskAsync("What is the capital of France?");

        File.GetUnixFileMode(Cache).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(TheFile()).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(500)]
    [InlineData(-1)]
    public async Task A_file_with_a_flipped_bit_is_deleted_and_the_prompt_is_processed(int at)
    {
        await AskAsync("What is the capital of France?");
        var (file, bytes) = (TheFile(), await File.ReadAllBytesAsync(TheFile(), TestContext.Current.CancellationToken));
        bytes[at < 0 ? ^1 : at] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        var (_, cached) = await AskAsync("Count from 1 to 5.");
        var (_, afterwards) = await AskAsync("Name a colour.");

        cached.Should().Be(0);
        afterwards.Should().BeGreaterThan(200, "the state was saved again");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public async Task A_truncated_file_is_deleted_and_the_prompt_is_processed(int length)
    {
        await AskAsync("What is the capital of France?");
        using (var file = File.OpenWrite(TheFile()))
            file.SetLength(length);

        (await AskAsync("Count from 1 to 5.")).Cached.Should().Be(0);
    }

    [Fact]
    public async Task A_state_of_other_load_options_is_not_used_and_stays()
    {
        await AskAsync("What is the capital of France?");

        (await AskAsync("Count from 1 to 5.", type: KvCacheType.Q8_0)).Cached.Should().Be(0);
        (await AskAsync("Count from 1 to 5.")).Cached.Should().BeGreaterThan(200);
    }

    [Fact]
    public async Task The_least_recently_used_file_is_evicted_when_the_folder_is_full()
    {
        await AskAsync("Hello.");
        var size = new FileInfo(TheFile()).Length;

        await AskAsync("Hello.", system: "Another one. " + System, maxBytes: size + (size / 2));

        Directory.GetFiles(Cache).Should().ContainSingle();
        (await AskAsync("Hello.")).Cached.Should().Be(0);
    }

    [Fact]
    public async Task Tools_belong_to_what_is_restored()
    {
        var tools = Enumerable.Range(1, 4).Select(number => (AITool)AIFunctionFactory.Create((string city, int day) => city, $"forecast_{number}", "Looks up the weather of a city.")).ToList();

        await AskAsync("What is the capital of France?", system: "Be brief.", tools: tools);

        (await AskAsync("Count from 1 to 5.", system: "Be brief.", tools: tools)).Cached.Should().BeGreaterThan(200);
    }

    [Fact]
    public async Task Reproducible_seeds_neither_restore_nor_save()
    {
        await AskAsync("Hello.", seed: 1);
        Directory.GetFiles(Cache).Should().BeEmpty();

        await AskAsync("Hello.");

        (await AskAsync("Hello.", seed: 1)).Cached.Should().Be(0);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_read_only_folder_is_read_from()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes.");
        await AskAsync("What is the capital of France?");
        File.SetUnixFileMode(Cache, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (await AskAsync("Count from 1 to 5.")).Cached.Should().BeGreaterThan(200);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_fails_no_request()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is a folder of this user in which nobody can create files, not even the administrator.");

        (await AskAsync("Hello.", cache: "/proc/self")).Text.Should().Be((await AskAsync("Hello.")).Text);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_created_fails_no_request()
    {
        await File.WriteAllTextAsync(Cache, "a file", TestContext.Current.CancellationToken);

        (await AskAsync("Hello.")).Text.Should().NotBeNull();
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_others_can_write_to_is_not_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes.");
        Directory.CreateDirectory(Cache);
        File.SetUnixFileMode(Cache, File.GetUnixFileMode(Cache) | UnixFileMode.OtherWrite);

        await AskAsync("Hello.");

        Directory.GetFiles(Cache).Should().BeEmpty();
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Drafts_of_killed_processes_are_deleted_at_the_next_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes.");
        Directory.CreateDirectory(Cache, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var draft = Path.Combine(Cache, ".abc.new");
        await File.WriteAllTextAsync(draft, "half", TestContext.Current.CancellationToken);

        await AskAsync("Hello.");

        File.Exists(draft).Should().BeFalse();
    }

    private string TheFile() => Directory.GetFiles(Cache).Should().ContainSingle(file => file.EndsWith(Ending, StringComparison.Ordinal)).Subject;

    private async Task<(string Text, long Cached)> AskAsync(string question, string? cache = null, KvCacheType type = default, string? system = null, long maxBytes = 1L << 30, long? seed = null, IList<AITool>? tools = null)
    {
        var options = new EdgeChatClientOptions { PromptCacheDirectory = cache ?? Cache, PromptCacheDirectoryBytes = maxBytes, KvCacheType = type, ContextSize = 1024, MaxConcurrency = 2, Threads = 1, ReproducibleSeeds = seed is not null };
        await using var client = EdgeChatClient.Create(TinyClient.Model, options);
        var response = await client.GetResponseAsync(
            [new(ChatRole.System, system ?? System), new(ChatRole.User, question)],
            new() { Temperature = 0, MaxOutputTokens = 20, Seed = seed, Tools = tools },
            TestContext.Current.CancellationToken);
        return (response.Text, response.Usage!.CachedInputTokenCount ?? 0);
    }
}
