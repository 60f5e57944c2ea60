using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Store;

/// <summary>Folders and files that are not what they should be.</summary>
public sealed class FolderFaultTests
{
    [Fact]
    public async Task A_read_only_model_folder_is_a_storage_error_that_says_what_to_do()
    {
        using var volume = SmallVolume.TryMount(1024 * 1024);
        Assert.SkipWhen(volume is null, "Only root on Linux may mount a volume, and root writes to every folder that is not on a read-only one.");
        await using var here = await Workplace.CreateAsync();
        here.Options.ModelDirectory = Path.Combine(volume!.Path, "models");
        here.Restart();
        volume.MakeReadOnly();

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelStorageException>()).Which;

        error.Code.Should().Be(EdgeErrorCodes.StorageDenied);
        error.Hint.Should().Contain("EdgeAI:ModelDirectory");
        here.Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_model_on_a_read_only_volume_can_be_used_and_held()
    {
        using var volume = SmallVolume.TryMount(4 * 1024 * 1024);
        Assert.SkipWhen(volume is null, "Only root on Linux may mount a volume, and root writes to every folder that is not on a read-only one.");
        await using var here = await Workplace.CreateAsync();
        here.Options.ModelDirectory = Path.Combine(volume!.Path, "models");
        here.Restart();
        var model = Workplace.ModelOf(here.Serve());
        await here.Provisioner.EnsureAsync(model);
        volume.MakeReadOnly();
        here.Restart();

        using var lease = await here.Store.LeaseAsync(model);

        (await here.Provisioner.EnsureAsync(model)).Path.Should().Be(here.PathOf());
    }

    [Fact]
    public async Task A_file_where_the_model_s_own_folder_should_be_is_named()
    {
        await using var here = await Workplace.CreateAsync();
        Directory.CreateDirectory(here.Options.ModelDirectory!);
        await File.WriteAllTextAsync(here.FolderOf(), "in the way");

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelStorageException>()).Which;

        error.Message.Should().Contain(here.FolderOf());
        (await File.ReadAllTextAsync(here.FolderOf())).Should().Be("in the way");
    }

    [Fact]
    public async Task A_model_folder_that_vanishes_is_made_anew()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.Provisioner.EnsureAsync(model);
        Directory.Delete(here.Options.ModelDirectory!, recursive: true);

        await here.Provisioner.EnsureAsync(model);

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_link_in_place_of_the_file_is_replaced_and_not_written_through()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        await using var here = await Workplace.CreateAsync();
        var (file, victim) = (here.Serve(), here.PathOf("victim.txt"));
        Directory.CreateDirectory(here.FolderOf());
        await File.WriteAllTextAsync(victim, "precious");
        File.CreateSymbolicLink(here.PathOf(), victim);

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        (await File.ReadAllTextAsync(victim)).Should().Be("precious");
        new FileInfo(here.PathOf()).LinkTarget.Should().BeNull();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_refused_first_body_leaves_no_partial_but_a_later_one_keeps_what_is_there()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, 1000);
        file.Always = new() { Body = "<html>"u8.ToArray(), IgnoresRange = true };

        await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelValidationException>();

        new FileInfo(here.PartialOf()).Length.Should().Be(1000);
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

        new FileInfo(here.PartialOf()).Length.Should().Be(1024 * 1024);
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
