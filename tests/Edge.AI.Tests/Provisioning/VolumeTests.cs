using Edge.AI.Disk;
using Edge.AI.Store;
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

    [Fact]
    public async Task A_model_is_pulled_onto_a_volume_that_says_it_has_0_of_0_bytes()
    {
        using var volume = SmallVolume.TryMount("ramfs", "mode=755");
        Assert.SkipWhen(volume is null, "Only root on Linux may mount a volume.");
        await using var here = await Workplace.CreateAsync();
        here.Options.ModelDirectory = Path.Combine(volume!.Path, "models");
        here.Disk = DiskSpace.OfThisMachine;
        here.Restart();

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));

        File.Exists(here.PathOf()).Should().BeTrue();
    }

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
        here.Disk = new(_ => long.MaxValue, _ => uint.MaxValue);
        here.Restart();
        var file = here.Serve();
        file.Always = ServedReply.Status(404);
        var model = Workplace.ModelOf(Workplace.FileOf(file) with { Size = size });

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<EdgeAIException>()).Which;

        (error.Code == EdgeErrorCodes.StorageDenied).Should().Be(isTooLong, error.Message);
        here.Server.Requests.Should().HaveCount(isTooLong ? 0 : 1);
    }

    [Fact]
    public async Task A_write_that_would_make_the_file_too_long_is_a_storage_error()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit of a process's files is set with a shell.");
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        string[] limited = ["bash", "-c", "trap '' XFSZ; ulimit -f 512; exec \"$@\"", "limited"];

        // Without what the runtime keeps in files itself, which the limit is about as well.
        await using var process = ProvisioningProcess.StartVia(limited, here, model, null, ("DOTNET_EnableWriteXorExecute", "0"), ("DOTNET_EnableDiagnostics", "0"));
        var (_, output) = await process.EndAsync();

        output.Should().Contain(line => line.StartsWith("error EDGE_STORAGE_DENIED", StringComparison.Ordinal) && line.Contains("too large", StringComparison.Ordinal), string.Join('\n', output));
        here.Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_volume_without_entries_for_files_is_full_though_it_has_bytes()
    {
        using var volume = SmallVolume.TryMount("tmpfs", "size=16m,nr_inodes=8");
        Assert.SkipWhen(volume is null, "Only root on Linux may mount a volume.");
        await using var here = await Workplace.CreateAsync();
        here.Options.ModelDirectory = Path.Combine(volume!.Path, "models");
        here.Disk = DiskSpace.OfThisMachine;
        here.Restart();
        FillEntries(volume.Path);

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<InsufficientStorageException>()).Which;

        error.Message.Should().Contain("inodes");
        error.Available.Should().BeGreaterThan(error.Required);
    }

    [Fact]
    public void A_quota_is_told_apart_from_a_full_volume()
    {
        var place = new StoreLayout(Path.GetTempPath()).PlaceOf(Workplace.ModelOf(new ModelFile("model.gguf", new("https://models.example/model.gguf"), 1000, default)));
        var fault = new IOException("Disk quota exceeded", OperatingSystem.IsWindows() ? unchecked((int)0x8007050F) : OperatingSystem.IsMacOS() ? 69 : 122);

        StorageFault.IsDiskFull(fault).Should().BeTrue();
        new DiskSpace(_ => long.MaxValue).Full(place, fault).Should().Match<InsufficientStorageException>(error => error.Message.Contains("quota") && error.Available == 0);
    }

    [Theory]
    [InlineData(30, "read-only")]
    [InlineData(27, "FAT32")]
    [InlineData(5, "check the disk")]
    [InlineData(24, "ulimit -n")]
    [InlineData(13, "readable and writable")]
    public void A_fault_of_the_disk_has_a_hint_of_its_own(int error, string hint) =>
        StorageFault.Describe(new IOException("fault", error), "models").Hint.Should().Contain(hint).And.NotContain("What was downloaded is kept");

    private static void FillEntries(string folder)
    {
        try
        {
            for (var number = 0; ; number++)
                File.WriteAllText(Path.Combine(folder, $"{number}"), "");
        }
        catch (IOException)
        {
            // None is left, as wanted.
        }
    }
}
