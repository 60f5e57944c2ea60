using System.Text;
using Edge.AI.Provisioning.Tests;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

/// <summary>File systems whose locks exclude no one, as some network and user-space file systems have them.</summary>
public sealed class LocklessFolderTests
{
    private const int Part = 300_000;

    public static TheoryData<string> Names => [new string('x', 226), new string('x', 240), new string('ä', 120), string.Concat(Enumerable.Repeat("😀", 60))];

    [Fact]
    public async Task Where_locks_do_nothing_two_writers_spoil_nothing()
    {
        await using var here = await Workplace.CreateAsync();
        var (good, bad, gate) = (here.Serve(), here.Serve("other", seed: 2), new Gate());
        var wanted = good.Content;
        good.Then(new ServedReply { WaitsAfter = Part, Gate = gate });
        bad.Then(new ServedReply { WaitsAfter = Part, Gate = gate });
        var model = Workplace.ModelOf(good);
        var wrong = Workplace.ModelOf(Workplace.FileOf(good) with { Source = bad.Uri });

        var first = here.NewProvisionerWithoutLocks().EnsureAsync(model);
        var second = here.NewProvisionerWithoutLocks().EnsureAsync(wrong);
        await gate.Reached;
        gate.Open();

        await second.Invoking(task => task).Should().ThrowAsync<ModelChecksumException>();
        (await File.ReadAllBytesAsync((await first).Path)).Should().Equal(wanted);
        Directory.GetFiles(here.FolderOf()).Should().HaveCount(2); // The model and its receipt: what nobody can resume does not stay.
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_can_be_pulled_where_locks_do_nothing_too(string name)
    {
        await using var here = await Workplace.CreateAsync();
        var (file, model) = Served(here, name);

        await here.NewProvisionerWithoutLocks().EnsureAsync(model);

        (await File.ReadAllBytesAsync(here.PathOf(name))).Should().Equal(file.Content);
        Directory.GetFiles(here.FolderOf()).Should().HaveCount(2);
    }

    [Fact]
    public async Task That_the_next_attempt_goes_on_is_not_said_where_the_partial_is_deleted()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve().Then(new ServedReply { EndsAfter = 300_000 });
        file.Always = ServedReply.Status(503);

        var error = (await here.NewProvisionerWithoutLocks().Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelDownloadException>()).Which;

        error.Hint.Should().NotBeEmpty().And.NotContain("continues after them");
    }

    private static (ServedFile File, EdgeModel Model) Served(Workplace here, string name)
    {
        Encoding.UTF8.GetByteCount(name).Should().BeInRange(226, 240);
        var file = here.Serve();
        return (file, Workplace.ModelOf(Workplace.FileOf(name, file.Uri, file.Content)));
    }
}
