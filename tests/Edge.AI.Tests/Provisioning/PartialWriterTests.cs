using Edge.AI.Progress;
using Edge.AI.Provisioning.Tests;
using Edge.AI.Staging;
using Edge.AI.Store;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class PartialWriterTests
{
    private const int Worth = 128 * 1024;

    private static readonly BandwidthBucket Unlimited = new(() => null, TimeProvider.System);

    [Fact]
    public async Task Small_arrivals_are_written_when_the_network_pauses()
    {
        await using var here = await Workplace.CreateAsync();
        var (partial, feed) = Open(here);
        await using var closed = partial;
        using var writer = partial.OpenWriter(0);
        using var watch = feed.Subscribe();
        for (var arrival = 0; arrival < 5; arrival++)
        {
            Arrive(writer, 1000);
            writer.WriteSoon();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await watch.ReadAllAsync(patience.Token).FirstAsync(progress => progress.Bytes == 5000, patience.Token);

        (writer.Unwritten.Length, partial.Length).Should().Be((0, 5000));
    }

    [Fact]
    public async Task What_is_worth_a_write_is_written_at_once()
    {
        await using var here = await Workplace.CreateAsync();
        var (partial, _) = Open(here);
        await using var closed = partial;
        using var writer = partial.OpenWriter(0);

        Arrive(writer, Worth);
        writer.WriteSoon();

        partial.Length.Should().Be(Worth);
    }

    [Fact]
    public async Task What_arrived_before_a_failure_is_written()
    {
        await using var here = await Workplace.CreateAsync();
        var (partial, _) = Open(here);
        await using var closed = partial;

        using (var writer = partial.OpenWriter(0))
            Arrive(writer, 1000);

        partial.Length.Should().Be(1000);
    }

    [Fact]
    public async Task What_is_dropped_is_not_written()
    {
        await using var here = await Workplace.CreateAsync();
        var (partial, _) = Open(here);
        await using var closed = partial;

        using (var writer = partial.OpenWriter(0))
        {
            Arrive(writer, 1000);
            writer.Drop();
        }

        partial.Length.Should().Be(0);
    }

    [Fact]
    public async Task A_write_that_fails_in_a_pause_fails_the_next_one()
    {
        await using var here = await Workplace.CreateAsync();
        var (partial, _) = Open(here);
        using var writer = partial.OpenWriter(0);
        Arrive(writer, 1000);
        await partial.DisposeAsync(); // Every write fails from now on.

        writer.WriteSoon();

        SpinWait.SpinUntil(() => writer.Unwritten.IsEmpty, TimeSpan.FromSeconds(30)).Should().BeTrue();
        writer.Invoking(it => it.WriteSoon()).Should().Throw<ObjectDisposedException>();
    }

    private static void Arrive(PartialWriter writer, int count)
    {
        writer.GetMemory(Unlimited).Span[..count].Fill(1);
        writer.Advance(count);
    }

    private static (PartialFile Partial, ProgressFeed Feed) Open(Workplace here)
    {
        var place = new StoreLayout(here.Options.ModelDirectory!).PlaceOf(Workplace.ModelOf(Workplace.FileOf(4 * Worth)));
        var feed = new ProgressFeed();
        return (PartialFile.Open(place.Files[0], new(place.Model, feed, here.Clock)), feed);
    }
}
