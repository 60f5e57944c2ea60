using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Staging;

public sealed class StallTests
{
    [Fact]
    public async Task One_silent_connection_of_several_is_noticed_while_another_is_busy()
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.ConnectionsPerFile = 4;
        here.Restart();
        var (silent, busy) = (new Gate(), new Gate());
        var file = here.Serve().Then(ServedReply.Good, new ServedReply { WaitsAfter = 0, Gate = silent }, new ServedReply { WaitsAfter = 1000, Gate = busy });
        var model = Workplace.ModelOf(file);

        var run = here.Provisioner.EnsureAsync(model);
        await Task.WhenAll(silent.Reached, busy.Reached);
        await here.ReachedAsync(model, progress => progress.Bytes == file.Content.Length - (2 * 64 * 1024)); // Those that wait hold one segment each.
        here.Clock.Advance(TimeSpan.FromSeconds(20));
        busy.Open();
        await here.ReachedAsync(model, progress => progress.Bytes == file.Content.Length - (64 * 1024));
        here.Clock.Advance(TimeSpan.FromSeconds(10));
        await run;

        here.Log.Text.Should().Contain("sent nothing for 30 s");
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }
}
