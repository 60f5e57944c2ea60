using Edge.AI.Inference;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Inference;

/// <summary>Which state is read before a request asks for it.</summary>
public sealed class StateCacheTests : IDisposable
{
    private const int StateLength = 1000;

    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public StateCacheTests()
    {
        _model = Path.Combine(_folder.Path, "model.gguf");
        File.WriteAllText(_model, "any content");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_most_recently_used_state_is_read_at_once_and_the_first_request_takes_it()
    {
        Write(1, 2);
        var states = await OpenAsync();

        var ahead = states.Ahead!;
        ahead.File.Should().Be(FileOf(2));
        (await ahead.Result)!.State.Should().HaveCount(StateLength);
        states.Find(Prompt(2), cached: 0).Should().BeSameAs(ahead);
        states.Ahead.Should().BeNull();
    }

    [Fact]
    public async Task A_first_request_with_another_prompt_frees_it_and_a_later_request_reads_it_again()
    {
        Write(1, 2);
        var states = await OpenAsync();
        var ahead = states.Ahead;

        states.Find(Prompt(1), cached: 0)!.File.Should().Be(FileOf(1));

        states.Ahead.Should().BeNull();
        var read = states.Find(Prompt(2), cached: 0)!;
        read.Should().NotBeSameAs(ahead);
        (await read.Result).Should().NotBeNull();
    }

    [Theory]
    [InlineData(StateLength - 1, false)]
    [InlineData(StateLength * 2, true)]
    public async Task A_state_that_needs_too_much_memory_waits_for_a_request(long mostAhead, bool isRead)
    {
        Write(1);

        var states = await OpenAsync(mostAhead);

        (states.Ahead is not null).Should().Be(isRead);
        (await states.Find(Prompt(1), cached: 0)!.Result).Should().NotBeNull();
    }

    [Fact]
    public async Task A_damaged_state_is_deleted_before_a_request_asks_for_it()
    {
        Write(1);
        var path = Path.Combine(Cache, FileOf(1));
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        var states = await OpenAsync();

        (await states.Ahead!.Result).Should().BeNull();
        File.Exists(path).Should().BeFalse();
        states.Find(Prompt(1), cached: 0)!.Sequence.Should().BeNull();
    }

    [Fact]
    public async Task Nothing_is_opened_without_a_folder() =>
        (await StateCache.OpenAsync(_model, new(), _model, 2048, mostAhead: long.MaxValue, NullLogger.Instance)).Should().BeNull();

    private string Cache => Path.Combine(_folder.Path, "cache");

    private InferenceOptions Options => new() { PromptCacheDirectory = Cache, PromptCacheDirectoryBytes = 1 << 20 };

    private async Task<StateCache> OpenAsync(long mostAhead = long.MaxValue) => (await StateCache.OpenAsync(_model, Options, _model, 2048, mostAhead, NullLogger.Instance))!;

    private string FileOf(int number) => Disk().List().Single(each => each.Tokens[0] == number).File;

    /// <summary>Writes states, each an hour after the one before it.</summary>
    private void Write(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            var file = Disk().Write(new([.. Beginning(number)], new byte[StateLength]))!;
            File.SetLastWriteTimeUtc(Path.Combine(Cache, file), new DateTime(2026, 1, 1, number, 0, 0, DateTimeKind.Utc));
        }
    }

    private StateDisk Disk() => StateDisk.TryOpen(_model, Options, _model, 2048, NullLogger.Instance)!;

    private static IEnumerable<int> Beginning(int number) => Enumerable.Range(number, 20);

    private static int[] Prompt(int number) => [.. Beginning(number), 1000];
}
