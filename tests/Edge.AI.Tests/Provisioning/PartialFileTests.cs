using Edge.AI.Disk;
using Edge.AI.Provisioning.Tests;
using Edge.AI.Staging;
using Edge.AI.Store;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class PartialFileTests
{
    private const long Interval = 64L * 1024 * 1024; // After so many bytes a commit begins in the background.

    private static readonly AsyncLocal<Action?> AtDraft = new();

    static PartialFileTests() => Checkpoint.Reached = name =>
    {
        if (name == "draft made")
            AtDraft.Value?.Invoke(); // Flows into the background, and into no other test.
    };

    [Fact]
    public async Task Nothing_is_written_any_more_when_it_is_closed()
    {
        await using var here = await Workplace.CreateAsync();
        using var writing = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var partial = await BeginAsync(here);
        AtDraft.Value = () =>
        {
            writing.Set();
            goOn.Wait(TimeSpan.FromSeconds(30));
        };
        partial.Advance(0, Interval);
        writing.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue();

        var closing = partial.DisposeAsync().AsTask();
        var closedEarly = closing.IsCompleted;
        goOn.Set();
        await closing;

        closedEarly.Should().BeFalse();
        Directory.GetFiles(here.FolderOf(), "*.new").Should().BeEmpty();
    }

    [Fact]
    public async Task A_journal_that_can_t_be_written_ends_the_transfer_at_the_next_commit()
    {
        await using var here = await Workplace.CreateAsync();
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var partial = await BeginAsync(here);
        AtDraft.Value = () =>
        {
            failed.SetResult();
            throw new IOException("No more.");
        };
        partial.Advance(0, Interval);
        await failed.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var goOn = () => SpinWait.SpinUntil(() =>
        {
            partial.Advance(Interval, 2 * Interval);
            return false;
        }, TimeSpan.FromSeconds(30));

        goOn.Should().Throw<IOException>().WithMessage("No more.");
        await partial.DisposeAsync();
    }

    [Fact]
    public async Task Before_a_byte_may_land_behind_a_hole_the_journal_says_so()
    {
        await using var here = await Workplace.CreateAsync();
        await using var partial = await BeginAsync(here);

        await partial.AllowHolesAsync();

        (await File.ReadAllTextAsync(here.JournalOf())).Should().Contain("\"chunks\": \"");
    }

    private static async Task<PartialFile> BeginAsync(Workplace here)
    {
        var place = new StoreLayout(here.Options.ModelDirectory!).PlaceOf(Workplace.ModelOf(Workplace.FileOf(4 * Interval)));
        var partial = PartialFile.Open(place.Files[0], new(place.Model, new(), here.Clock));
        await partial.BeginAsync(0, new("https://models.example/m", "\"tag\""));
        return partial;
    }
}
