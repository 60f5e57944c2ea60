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

    private static string TagOf(Workplace here) => Path.Combine(here.Options.ModelDirectory!, "CACHEDIR.TAG");
}
