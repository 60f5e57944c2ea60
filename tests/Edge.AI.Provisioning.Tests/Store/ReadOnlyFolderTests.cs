using System.Text.Json.Nodes;
using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Store;

/// <summary>Models in places that can't be written: layers of an image, a read-only mount, another user's folder.</summary>
public sealed class ReadOnlyFolderTests
{
    private const string OnlyRootMounts = "Only root on Linux may mount a volume, and root writes to every folder that is not on a read-only one.";

    [Fact]
    public async Task A_copy_in_a_folder_that_can_not_be_written_is_read_once_and_used()
    {
        await using var here = await Workplace.CreateAsync();
        using var volume = MountedFor(here);
        var model = Workplace.ModelOf(here.Serve());
        await ProvideCopyAsync(here, model);
        volume.MakeReadOnly();
        here.Options.Offline = true;
        here.Restart();

        var provisioned = await here.Provisioner.EnsureAsync(model);
        await here.Provisioner.EnsureAsync(model);

        provisioned.Path.Should().Be(here.PathOf());
        here.Provisioner.GetStatus(model).Progress.State.Should().Be(ProvisioningState.Completed);
        here.Log.Lines.Should().ContainSingle(line => line.Id.Id == 1023);
        here.Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task What_was_read_in_such_a_folder_is_read_again_when_it_changes()
    {
        await using var here = await Workplace.CreateAsync();
        using var volume = MountedFor(here);
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await ProvideCopyAsync(here, model);
        volume.MakeReadOnly();
        await here.Provisioner.EnsureAsync(model);
        volume.MakeWritable();
        await File.WriteAllBytesAsync(here.PathOf(), TinyModelBytes.Of(file.Content.Length, seed: 2));
        volume.MakeReadOnly();

        await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelStorageException>();

        here.Provisioner.GetStatus(model).Progress.State.Should().Be(ProvisioningState.Pending);
    }

    [Fact]
    public async Task What_is_missing_in_a_read_only_folder_is_offline_s_error_where_nothing_may_be_fetched()
    {
        await using var here = await Workplace.CreateAsync();
        using var volume = MountedFor(here);
        volume.MakeReadOnly();
        here.Options.Offline = true;
        here.Restart();

        await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelOfflineException>();
    }

    [Fact]
    public async Task Damage_in_a_read_only_folder_is_told_and_not_used_afterwards()
    {
        await using var here = await Workplace.CreateAsync();
        using var volume = MountedFor(here);
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.Provisioner.EnsureAsync(model);
        var receipt = Path.Combine(here.FolderOf(), ".receipt.json");
        await File.WriteAllBytesAsync(here.PathOf(), TinyModelBytes.Of(file.Content.Length, seed: 2));
        await VouchForAsync(receipt, here.PathOf());
        volume.MakeReadOnly();

        var verification = await here.Store.VerifyAsync("tiny");

        verification.IsIntact.Should().BeFalse();
        await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelStorageException>();
    }

    [Fact]
    public async Task Another_user_uses_what_is_complete_in_a_folder_of_root_s()
    {
        var other = OtherUser.Prefix();
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        await ProvideCopyAsync(here, model);
        OtherUser.LetIn(here.FolderOf());

        await using var process = ProvisioningProcess.StartVia(other, here, model);
        var (done, output) = await process.EndAsync();

        done.Should().BeTrue(string.Join('\n', output));
        output.Should().Contain("event 1023");
        here.Server.Requests.Should().ContainSingle(); // That of the pull before.
    }

    [Fact]
    public async Task Another_user_who_must_write_and_may_not_is_told_so()
    {
        var other = OtherUser.Prefix();
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        await ProvideCopyAsync(here, model);
        await File.WriteAllTextAsync(here.PathOf(), "something else");
        OtherUser.LetIn(here.FolderOf());

        await using var process = ProvisioningProcess.StartVia(other, here, model);

        (await process.EndAsync()).Output.Should().Contain(line => line.StartsWith("error EDGE_STORAGE_DENIED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sealed_model_that_was_carried_elsewhere_needs_no_reading()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve(length: 8 * 1024 * 1024));
        await ProvideCopyAsync(here, model, sealIt: true);

        here.Provisioner.GetStatus(model).Progress.State.Should().Be(ProvisioningState.Completed);
    }

    [Fact]
    public async Task A_copy_that_was_not_sealed_is_not_trusted_unread()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve(length: 8 * 1024 * 1024));
        await ProvideCopyAsync(here, model);

        here.Provisioner.GetStatus(model).Progress.State.Should().Be(ProvisioningState.Pending);
    }

    [Theory]
    [InlineData(0, 1, false)] // The first byte, and in turn the length, another model, and a mode that lets others write.
    [InlineData(8 * 1024 * 1024, 1, false)]
    [InlineData(0, 8 * 1024 * 1024, false)]
    [InlineData(0, 0, true)]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_seal_does_not_cover_what_is_another_file_or_may_become_one(int from, int count, bool writableByOthers)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve(length: 8 * 1024 * 1024);
        var model = Workplace.ModelOf(file);
        await ProvideCopyAsync(here, model, sealIt: true);
        using (var carried = File.OpenWrite(here.PathOf()))
        {
            carried.Position = from;
            carried.Write(TinyModelBytes.Of(file.Content.Length, seed: 2).Select(one => (byte)(one ^ 0xFF)).Take(count).ToArray());
        }

        if (writableByOthers)
            File.SetUnixFileMode(here.PathOf(), File.GetUnixFileMode(here.PathOf()) | UnixFileMode.GroupWrite);

        here.Provisioner.GetStatus(model).Progress.State.Should().Be(ProvisioningState.Pending);
    }

    [Fact]
    public async Task What_is_not_complete_can_not_be_sealed()
    {
        await using var here = await Workplace.CreateAsync();

        await here.Store.Invoking(it => it.SealAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelStorageException>();
    }

    /// <summary>Pulls the model, and puts a copy with other inodes and times in its place, as the layer of an image has it.</summary>
    private static async Task ProvideCopyAsync(Workplace here, EdgeModel model, bool sealIt = false)
    {
        await here.Provisioner.EnsureAsync(model);
        if (sealIt)
            await here.Store.SealAsync(model);

        foreach (var path in Directory.GetFiles(here.FolderOf()))
        {
            File.Copy(path, path + "~");
            File.Move(path + "~", path, overwrite: true);
            File.SetLastWriteTimeUtc(path, new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        here.Restart();
    }

    /// <summary>Lets the receipt describe the file as it is now, as an older version would: by length and time only.</summary>
    private static async Task VouchForAsync(string receipt, string path)
    {
        var content = JsonNode.Parse(await File.ReadAllTextAsync(receipt))!;
        var entry = content["files"]![0]!.AsObject();
        entry["modifiedUtc"] = File.GetLastWriteTimeUtc(path);
        foreach (var property in (string[])["inode", "changed", "owner", "mode"])
            entry[property] = null;

        await File.WriteAllTextAsync(receipt, content.ToJsonString());
    }

    private static SmallVolume MountedFor(Workplace here)
    {
        var volume = SmallVolume.TryMount(8 * 1024 * 1024);
        Assert.SkipWhen(volume is null, OnlyRootMounts);
        here.Options.ModelDirectory = Path.Combine(volume!.Path, "models");
        here.Restart();
        return volume;
    }
}
