using Edge.AI.Disk;
using Edge.AI.Store;
using Edge.AI.Provisioning.Tests;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

/// <summary>What volumes say about themselves, and when they can't be believed.</summary>
public sealed class VolumeTests
{
    [Theory]
    [InlineData(0L, 0L, null)]
    [InlineData(-1L, 100L, null)]
    [InlineData(0L, 100L, 0L)]
    [InlineData(50L, 100L, 50L)]
    public void A_volume_of_nothing_has_an_unknown_rest(long available, long total, long? free) => Volume.FreeOf(available, total).Should().Be(free);

    [Fact]
    public void A_volume_that_can_not_be_asked_has_an_unknown_rest() => Volume.FreeBytes(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))).Should().BeNull();

    [Theory]
    [InlineData("FAT32", 4_294_967_295L)]
    [InlineData("vfat", 4_294_967_295L)]
    [InlineData("msdos", 4_294_967_295L)]
    [InlineData("exfat", null)]
    [InlineData("ext4", null)]
    [InlineData(null, null)]
    public void FAT_holds_files_of_less_than_4_GiB(string? format, long? longest) => Volume.LongestOn(format).Should().Be(longest);

    [Theory]
    [InlineData(4_294_967_296L, true)]
    [InlineData(4_294_967_295L, false)]
    public async Task A_file_that_is_too_long_for_the_volume_is_refused_before_the_first_byte(long size, bool isTooLong)
    {
        await using var here = await Workplace.CreateAsync();
        here.Use(new DiskSpace(_ => long.MaxValue, _ => uint.MaxValue));
        var file = here.Serve();
        file.Always = ServedReply.Status(404);
        var model = Workplace.ModelOf(Workplace.FileOf(file) with { Size = size });

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<EdgeAIException>()).Which;

        (error.Code == EdgeErrorCodes.StorageDenied).Should().Be(isTooLong, error.Message);
        here.Server.Requests.Should().HaveCount(isTooLong ? 0 : 1);
    }

    [Fact]
    public void A_quota_is_told_apart_from_a_full_volume()
    {
        var place = new StoreLayout(Path.GetTempPath()).PlaceOf(Workplace.ModelOf(Workplace.FileOf(1000)));
        var fault = new IOException("Disk quota exceeded", OperatingSystem.IsWindows() ? unchecked((int)0x8007050F) : OperatingSystem.IsMacOS() ? 69 : 122);

        StorageFault.IsDiskFull(fault).Should().BeTrue();
        new DiskSpace(_ => long.MaxValue).Full(place, fault).Should().Match<InsufficientStorageException>(error => error.Message.Contains("quota") && error.AvailableBytes == 0);
    }

    [Theory]
    [InlineData(30, "read-only")]
    [InlineData(27, "FAT32")]
    [InlineData(5, "check the disk")]
    [InlineData(24, "ulimit -n")]
    [InlineData(13, "readable and writable")]
    public void A_fault_of_the_disk_has_a_hint_of_its_own(int error, string hint) =>
        StorageFault.Describe(new IOException("fault", error), "models").Hint.Should().Contain(hint).And.NotContain("What was downloaded is kept");
}
