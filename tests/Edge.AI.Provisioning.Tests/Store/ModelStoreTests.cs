using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Store;

public sealed class ModelStoreTests
{
    [Fact]
    public async Task An_empty_folder_and_a_missing_one_have_no_models()
    {
        await using var here = await Workplace.CreateAsync();

        here.Store.List().Should().BeEmpty();
        (await here.Store.VerifyAsync("tiny")).IsIntact.Should().BeFalse();
        (await here.Store.RemoveAsync("tiny")).Should().Be(0);
    }

    [Fact]
    public async Task Complete_models_are_listed()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve("a.gguf", length: 4096), here.Serve("b.gguf", length: 8192));
        var provisioned = await here.Provisioner.EnsureAsync(model);

        var stored = here.Store.List().Single();

        (stored.Id, stored.Folder, stored.Size).Should().Be(("tiny", provisioned.Folder, 12288L));
        stored.Files.Should().Equal(model.Files.Select(file => new StoredFile { Name = file.Name, Size = file.Size, Digest = file.Digest!.Value }));
    }

    [Fact]
    public async Task Partial_downloads_are_not_listed()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        await here.InterruptAfterAsync(Workplace.ModelOf(file), file, 1000);

        here.Store.List().Should().BeEmpty();
    }

    [Fact]
    public async Task An_untouched_model_is_intact()
    {
        await using var here = await Workplace.CreateAsync();
        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));

        (await here.Store.VerifyAsync("tiny")).IsIntact.Should().BeTrue();
    }

    [Fact]
    public async Task A_byte_that_changed_behind_our_back_is_found_and_mended()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.Provisioner.EnsureAsync(model);
        var changed = File.GetLastWriteTimeUtc(here.PathOf());
        await File.WriteAllBytesAsync(here.PathOf(), TinyModelBytes.Of(file.Content.Length, seed: 2));
        File.SetLastWriteTimeUtc(here.PathOf(), changed);

        var verification = await here.Store.VerifyAsync("tiny");
        await here.Provisioner.EnsureAsync(model);

        verification.IsIntact.Should().BeFalse();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_file_that_is_missing_is_found()
    {
        await using var here = await Workplace.CreateAsync();
        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));
        File.Delete(here.PathOf());

        (await here.Store.VerifyAsync("tiny")).Files.Single().Actual.Should().BeNull();
    }

    [Fact]
    public async Task Reading_again_tells_how_far_it_is()
    {
        await using var here = await Workplace.CreateAsync();
        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve("a.gguf"), here.Serve("b.gguf")));
        var progress = new ProgressLog<ProvisioningProgress>();

        await here.Store.VerifyAsync("tiny", progress);

        progress.Reports.Should().OnlyContain(report => report.State == ProvisioningState.Verifying && report.FileCount == 2);
        progress.Reports.Select(report => report.Fraction).Should().BeInAscendingOrder().And.StartWith(0).And.EndWith(1.0);
        progress.Reports.Select(report => report.FileName).Distinct().Should().Equal("a.gguf", "b.gguf");
    }

    [Fact]
    public async Task Another_file_of_the_same_length_and_time_is_read_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the inode so far.");
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.Provisioner.EnsureAsync(model);
        var (written, impostor) = (File.GetLastWriteTimeUtc(here.PathOf()), here.PathOf("impostor"));
        await File.WriteAllBytesAsync(impostor, TinyModelBytes.Of(file.Content.Length, seed: 2));
        File.SetLastWriteTimeUtc(impostor, written);
        File.Move(impostor, here.PathOf(), overwrite: true);

        await here.Provisioner.EnsureAsync(model);

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_removed_model_leaves_nothing()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        var provisioned = await here.Provisioner.EnsureAsync(model);

        var freed = await here.Store.RemoveAsync("tiny");

        freed.Should().BeGreaterThan(model.Size);
        Directory.Exists(provisioned.Folder).Should().BeFalse();
    }

    [Fact]
    public async Task A_model_that_is_being_provisioned_can_not_be_removed()
    {
        await using var here = await Workplace.CreateAsync();
        var gate = new Gate();
        var run = here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve().Then(new ServedReply { WaitsAfter = 1000, Gate = gate })));
        await gate.Reached;

        await here.Store.Invoking(it => it.RemoveAsync("tiny")).Should().ThrowAsync<ModelStorageException>();

        gate.Open();
        await run;
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../tiny")]
    [InlineData("/")]
    public async Task Ids_that_are_no_plain_names_are_refused(string id)
    {
        await using var here = await Workplace.CreateAsync();

        await here.Store.Invoking(it => it.RemoveAsync(id)).Should().ThrowAsync<ArgumentException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"version":1,"modelId":"tiny","files":[{"name":"model.gguf","size":1,"modifiedUtc":"2026-01-01T00:00:00Z","sha256":"short"}]}""")]
    [InlineData("""{"version":1,"modelId":"tiny","files":[null]}""")]
    [InlineData("""{"version":9,"modelId":"tiny","files":[]}""")]
    public async Task A_damaged_receipt_is_made_anew_without_a_download(string text)
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        var provisioned = await here.Provisioner.EnsureAsync(model);
        await File.WriteAllTextAsync(Path.Combine(provisioned.Folder, ".receipt.json"), text);

        here.Store.List().Should().BeEmpty();
        await here.Provisioner.EnsureAsync(model);

        here.Store.List().Should().ContainSingle();
        here.Server.Requests.Should().ContainSingle();
    }
}
