using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Pipeline;

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

        error.AvailableBytes.Should().BeLessThan(error.RequiredBytes);
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

    [Fact]
    public async Task A_model_is_pulled_onto_a_volume_that_says_it_has_0_of_0_bytes()
    {
        using var volume = SmallVolume.TryMount("ramfs", "mode=755");
        Assert.SkipWhen(volume is null, "Only root on Linux may mount a volume.");
        await using var here = await Workplace.CreateAsync();
        here.Options.ModelDirectory = Path.Combine(volume!.Path, "models");
        here.Restart();

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));

        File.Exists(here.PathOf()).Should().BeTrue();
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
        here.Restart();
        FillEntries(volume.Path);

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<InsufficientStorageException>()).Which;

        error.Message.Should().Contain("inodes");
        error.AvailableBytes.Should().BeGreaterThan(error.RequiredBytes);
    }

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
