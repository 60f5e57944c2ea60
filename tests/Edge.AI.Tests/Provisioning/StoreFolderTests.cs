using System.Text;
using Edge.AI.Disk;

namespace Edge.AI.Tests.Provisioning;

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
    public void The_mark_for_Time_Machine_is_a_property_list_with_one_string()
    {
        var value = BackupExclusion.Value;

        value.Length.Should().Be(8 + 20 + 1 + 32);
        Encoding.ASCII.GetString(value, 11, 17).Should().Be("com.apple.backupd");
        (value[28], value[^1]).Should().Be(((byte)8, (byte)28));
    }

    private static string TagOf(Workplace here) => Path.Combine(here.Options.ModelDirectory!, "CACHEDIR.TAG");
}
