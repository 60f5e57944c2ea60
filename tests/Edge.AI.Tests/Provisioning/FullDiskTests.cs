using Edge.AI.Disk;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

/// <summary>A real volume that is too small.</summary>
public sealed class FullDiskTests
{
    private const int Length = 4 * 1024 * 1024;

    [Fact]
    public async Task A_volume_without_room_is_an_error_before_the_first_byte()
    {
        using var volume = Mounted(Length);
        await using var here = await Workplace.CreateAsync();
        UseDiskOf(here, volume);

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve(length: Length)))).Should().ThrowAsync<InsufficientStorageException>()).Which;

        error.Available.Should().BeLessThan(error.Required);
        here.Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_disk_that_becomes_full_keeps_what_is_there_and_goes_on_when_there_is_room()
    {
        using var volume = Mounted((long)(Length * 1.5));
        await using var here = await Workplace.CreateAsync();
        UseDiskOf(here, volume);
        var (file, gate) = (here.Serve(length: Length), new Gate());
        file.Then(new ServedReply { WaitsAfter = Length / 2, Gate = gate });
        var model = Workplace.ModelOf(file);
        var run = here.Provisioner.EnsureAsync(model);
        await gate.Reached;
        await here.ReachedAsync(model, progress => progress.Bytes == Length / 2);
        var other = Path.Combine(volume.Path, "something else");
        FillUp(other);
        gate.Open();

        var error = (await run.Invoking(task => task).Should().ThrowAsync<InsufficientStorageException>()).Which;
        var kept = here.Provisioner.GetStatus(model).Files.Single().BytesOnDisk;
        File.Delete(other);
        await here.Provisioner.EnsureAsync(model);

        (error.Code, kept).Should().Be((EdgeErrorCodes.StorageInsufficient, Length / 2));
        error.Hint.Should().StartWith("Free at least 2");
        here.Server.Requests[^1].Range.Should().Be($"bytes={Length / 2}-");
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    private static SmallVolume Mounted(long bytes)
    {
        var volume = SmallVolume.TryMount(bytes);
        Assert.SkipWhen(volume is null, "Only root on Linux may mount a volume.");
        return volume!;
    }

    private static void UseDiskOf(Workplace here, SmallVolume volume)
    {
        here.Options.ModelDirectory = Path.Combine(volume.Path, "models");
        here.Disk = DiskSpace.OfThisMachine;
        here.Restart();
    }

    private static void FillUp(string path)
    {
        using var filler = File.Create(path, bufferSize: 1);
        var page = new byte[4096];
        try
        {
            while (true)
                filler.Write(page);
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }
}
