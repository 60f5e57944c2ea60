using System.Text;
using Edge.AI.Common;
using Edge.AI.Disk;
using Edge.AI.Provisioning.Tests;
using Edge.AI.Store;

namespace Edge.AI.Tests.Provisioning;

public sealed class FileIdentityTests
{
    [Fact]
    public async Task A_receipt_says_who_owned_the_file_and_who_could_write_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The system tells neither.");
        await using var here = await Workplace.CreateAsync();
        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));

        var entry = ReceiptFile.Read(Path.Combine(here.FolderOf(), ".receipt.json"))!.Files.Single();

        var identity = FileIdentity.Of(here.PathOf())!.Value;
        (entry.Changed, entry.Owner, entry.Mode).Should().Be(((long?)identity.Changed, (uint?)identity.Owner, (uint?)identity.Mode));
    }

    [Fact]
    public void The_mark_for_Time_Machine_is_a_property_list_with_one_string()
    {
        var value = BackupExclusion.Value;

        value.Length.Should().Be(8 + 20 + 1 + 32);
        Encoding.ASCII.GetString(value, 11, 17).Should().Be("com.apple.backupd");
        (value[28], value[^1]).Should().Be(((byte)8, (byte)28));
    }
}
