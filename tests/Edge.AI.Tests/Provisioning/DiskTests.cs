using Edge.AI.Disk;
using Edge.AI.Store;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class DiskTests
{
    private const int Length = 1024 * 1024;
    private const int Part = 300_000;

    [Fact]
    public async Task Too_little_room_is_an_error_before_the_first_byte()
    {
        await using var here = await Workplace.CreateAsync();
        here.FreeBytes = (Length * 11 / 10) - 1;

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<InsufficientStorageException>()).Which;

        (error.Required, error.Available, error.Path).Should().Be(((Length * 11 / 10) + 1, (Length * 11 / 10) - 1, Path.GetDirectoryName(here.PathOf())!));
        here.Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task It_is_that_error_too_where_locks_do_nothing_and_no_folder_was_made_yet()
    {
        await using var here = await Workplace.CreateAsync();
        here.FreeBytes = 0;

        await here.NewProvisionerWithoutLocks().Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<InsufficientStorageException>();
    }

    [Fact]
    public async Task A_tenth_more_than_the_model_is_room_enough()
    {
        await using var here = await Workplace.CreateAsync();
        here.FreeBytes = (Length * 11 / 10) + 1;

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
        here.FreeBytes = ((Length - Part) * 11L / 10) + 1;

        await here.Provisioner.EnsureAsync(model);

        File.Exists(here.PathOf()).Should().BeTrue();
    }

    [Fact]
    public async Task A_volume_that_does_not_tell_its_room_is_tried()
    {
        await using var here = await Workplace.CreateAsync();
        here.FreeBytes = null;

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));

        File.Exists(here.PathOf()).Should().BeTrue();
    }

    [Fact]
    public void The_room_of_this_machine_is_found_for_folders_that_do_not_exist_yet()
    {
        var layout = new StoreLayout(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "deep", "deeper"));
        var place = layout.PlaceOf(Workplace.ModelOf(new ModelFile("model.gguf", new("https://models.example/model.gguf"), long.MaxValue / 2, default)));

        var check = () => DiskSpace.OfThisMachine.Queue(place, place.Files);

        check.Should().Throw<InsufficientStorageException>().Which.Available.Should().BePositive();
    }

    [Fact]
    public async Task A_file_where_the_model_folder_should_be_is_named()
    {
        await using var here = await Workplace.CreateAsync();
        await File.WriteAllTextAsync(here.Options.ModelDirectory!, "in the way");

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelStorageException>()).Which;

        error.Code.Should().Be(EdgeErrorCodes.StorageDenied);
        error.Message.Should().Contain(here.Options.ModelDirectory);
        here.Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_folder_where_the_file_should_be_is_a_storage_error_and_keeps_the_download()
    {
        await using var here = await Workplace.CreateAsync();
        Directory.CreateDirectory(here.PathOf());

        await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelStorageException>();

        new FileInfo(here.PartialOf()).Length.Should().Be(Length);
    }

    [Fact]
    public async Task Names_that_differ_in_case_only_are_refused()
    {
        await using var here = await Workplace.CreateAsync();

        await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve("a.gguf"), here.Serve("A.gguf")))).Should().ThrowAsync<ArgumentException>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public async Task Sizes_must_be_above_zero(long size)
    {
        await using var here = await Workplace.CreateAsync();

        await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(Workplace.FileOf(here.Serve()) with { Size = size }))).Should().ThrowAsync<ArgumentException>();
    }
}
