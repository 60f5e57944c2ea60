using Edge.AI.Provisioning.Tests;
using Edge.AI.Store;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class DiskTests
{
    private const int Length = 1024 * 1024;
    private const int Part = 300_000;

    private const int Needed = (Length * 11 / 10) + 1;

    [Fact]
    public async Task Too_little_room_is_an_error_before_the_first_byte()
    {
        await using var here = await Workplace.CreateAsync();
        here.Use(freeBytes: (Length * 11 / 10) - 1);

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<InsufficientStorageException>()).Which;

        (error.RequiredBytes, error.AvailableBytes, error.Path).Should().Be(((Length * 11 / 10) + 1, (Length * 11 / 10) - 1, Path.GetDirectoryName(here.PathOf())!));
        here.Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task It_is_that_error_too_where_locks_do_nothing_and_no_folder_was_made_yet()
    {
        await using var here = await Workplace.CreateAsync();

        await here.NewProvisionerWithoutLocks(new DiskSpace(_ => 0)).Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<InsufficientStorageException>();
    }

    [Fact]
    public async Task A_tenth_more_than_the_model_is_room_enough()
    {
        await using var here = await Workplace.CreateAsync();
        here.Use(freeBytes: (Length * 11 / 10) + 1);

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));

        File.Exists(here.PathOf()).Should().BeTrue();
    }

    [Fact]
    public async Task What_is_on_disk_already_needs_no_room()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);
        here.Use(freeBytes: ((Length - Part) * 11L / 10) + 1);

        await here.Provisioner.EnsureAsync(model);

        File.Exists(here.PathOf()).Should().BeTrue();
    }

    [Fact]
    public async Task A_volume_that_does_not_tell_its_room_is_tried()
    {
        await using var here = await Workplace.CreateAsync();
        here.Use(freeBytes: null);

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));

        File.Exists(here.PathOf()).Should().BeTrue();
    }

    [Fact]
    public void The_room_of_this_machine_is_found_for_folders_that_do_not_exist_yet()
    {
        var layout = new StoreLayout(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "deep", "deeper"));
        var place = layout.PlaceOf(Workplace.ModelOf(Workplace.FileOf(long.MaxValue / 2)));

        var check = () => DiskSpace.OfThisMachine.Queue(place, place.Files);

        check.Should().Throw<InsufficientStorageException>().Which.AvailableBytes.Should().BePositive();
    }

    [Fact]
    public async Task Room_is_needed_for_everything_that_is_queued()
    {
        await using var here = await Workplace.CreateAsync();
        here.Use(freeBytes: (2 * Needed) - 1);
        var gate = new Gate();
        var first = here.Provisioner.EnsureAsync(ModelOf("first", here.Serve("a.gguf").Then(new ServedReply { WaitsAfter = 0, Gate = gate })));
        await gate.Reached;

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(ModelOf("second", here.Serve("b.gguf")))).Should().ThrowAsync<InsufficientStorageException>()).Which;
        gate.Open();
        await first;

        (error.RequiredBytes, error.AvailableBytes).Should().Be((2 * Needed, (2 * Needed) - 1));
        error.Message.Should().Contain("'second' needs 1.2 MB").And.Contain("other downloads to that volume need 1.2 MB");
        here.Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task What_has_ended_needs_no_room_any_more()
    {
        await using var here = await Workplace.CreateAsync();
        here.Use(freeBytes: Needed);
        await here.Provisioner.EnsureAsync(ModelOf("first", here.Serve("a.gguf")));
        var broken = here.Serve("b.gguf");
        broken.Always = ServedReply.Status(404);
        await here.Provisioner.Invoking(it => it.EnsureAsync(ModelOf("second", broken))).Should().ThrowAsync<ModelDownloadException>();

        await here.Provisioner.EnsureAsync(ModelOf("third", here.Serve("c.gguf")));

        here.Store.List().Select(model => model.Id).Should().Equal("first", "third");
    }

    private static EdgeModel ModelOf(string id, ServedFile file) => Workplace.ModelOf(file) with { Id = id };
}
