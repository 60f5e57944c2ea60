using System.Text;

namespace Edge.AI.Provisioning.Tests.Store;

public sealed class StoreFolderTests
{
    [Fact]
    public async Task A_new_model_folder_tells_backups_that_it_is_a_cache()
    {
        await using var here = await Workplace.CreateAsync();

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));

        (await File.ReadAllTextAsync(TagOf(here))).Should().StartWith("Signature: 8a477f597d28d172789f06886806bc55\n");
    }

    [Fact]
    public async Task A_folder_that_held_something_before_is_not_called_a_cache()
    {
        await using var here = await Workplace.CreateAsync();
        Directory.CreateDirectory(here.Options.ModelDirectory!);
        await File.WriteAllTextAsync(Path.Combine(here.Options.ModelDirectory!, "thesis.txt"), "precious");

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));

        File.Exists(TagOf(here)).Should().BeFalse();
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_named_and_left_alone()
    {
        await using var here = await Workplace.CreateAsync();
        await File.WriteAllTextAsync(here.Options.ModelDirectory!, "precious");

        var error = (await here.Provisioner.Invoking(provisioner => provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelStorageException>()).Which;

        error.Path.Should().Be(here.Options.ModelDirectory);
        error.Message.Should().Contain("is a file");
        (await File.ReadAllTextAsync(here.Options.ModelDirectory!)).Should().Be("precious");
    }

    private static string TagOf(Workplace here) => Path.Combine(here.Options.ModelDirectory!, "CACHEDIR.TAG");
}
