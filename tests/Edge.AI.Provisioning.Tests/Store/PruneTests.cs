using System.Globalization;
using System.Runtime.InteropServices;
using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Provisioning.Tests.Store;

public sealed partial class PruneTests
{
    private const int Part = 300_000;

    private static readonly PruneOptions UnusedForAMonth = new() { Level = PruneLevel.Models, UnusedFor = TimeSpan.FromDays(30) };

    [Fact]
    public async Task An_empty_folder_and_a_missing_one_have_nothing_to_prune()
    {
        await using var here = await Workplace.CreateAsync();

        (await here.Store.PruneAsync()).Should().BeEquivalentTo(new { IsDryRun = false, Bytes = 0L });
    }

    [Fact]
    public async Task A_partial_that_can_be_resumed_stays()
    {
        await using var here = await Workplace.CreateAsync();
        await InterruptedAsync(here);

        var report = await here.Store.PruneAsync(new() { Level = PruneLevel.Unresumable });

        report.Items.Should().BeEmpty();
        File.Exists(here.PartialOf()).Should().BeTrue();
    }

    [Fact]
    public async Task A_partial_without_its_journal_goes_at_the_first_level()
    {
        await using var here = await Workplace.CreateAsync();
        await InterruptedAsync(here);
        File.Delete(here.JournalOf());

        var report = await here.Store.PruneAsync();

        report.Items.Should().Equal(new PrunedItem { ModelId = "tiny", Path = here.PartialOf(), Bytes = Part, Level = PruneLevel.Orphans, Reason = "Its journal is gone." });
        (report.Bytes, File.Exists(here.PartialOf())).Should().Be((Part, false));
    }

    [Fact]
    public async Task A_journal_without_its_partial_goes_at_the_first_level()
    {
        await using var here = await Workplace.CreateAsync();
        await InterruptedAsync(here);
        File.Delete(here.PartialOf());

        (await here.Store.PruneAsync()).Items.Select(item => item.Path).Should().Equal(here.JournalOf());
        File.Exists(here.JournalOf()).Should().BeFalse();
    }

    [Fact]
    public async Task What_a_killed_write_left_goes_at_the_first_level()
    {
        await using var here = await Workplace.CreateAsync();
        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));
        foreach (var draft in (string[])[".receipt.json.abc.new", "model.gguf.partial.json.abc.new"])
            await File.WriteAllTextAsync(here.PathOf(draft), "half");

        (await here.Store.PruneAsync()).Bytes.Should().Be(8);

        Directory.GetFiles(here.FolderOf()).Should().HaveCount(2); // The model and its receipt.
    }

    [Fact]
    public async Task Left_overs_of_a_complete_file_go_at_the_first_level()
    {
        await using var here = await Workplace.CreateAsync();
        var model = await InterruptedAsync(here);
        var (partial, journal) = (await File.ReadAllBytesAsync(here.PartialOf()), await File.ReadAllBytesAsync(here.JournalOf()));
        await here.Provisioner.EnsureAsync(model);
        await File.WriteAllBytesAsync(here.PartialOf(), partial);
        await File.WriteAllBytesAsync(here.JournalOf(), journal);

        (await here.Store.PruneAsync()).Items.Should().HaveCount(2).And.OnlyContain(item => item.Reason == "The complete file is there.");
    }

    [Fact]
    public async Task A_partial_that_can_not_be_resumed_goes_at_the_second_level_with_its_journal()
    {
        await using var here = await Workplace.CreateAsync();
        await InterruptedAsync(here, tag: null);

        var first = await here.Store.PruneAsync();
        var second = await here.Store.PruneAsync(new() { Level = PruneLevel.Unresumable });

        first.Items.Should().BeEmpty();
        second.Items.Select(item => item.Path).Should().BeEquivalentTo(here.PartialOf(), here.JournalOf());
        second.Items[0].Reason.Should().Contain("ETag");
    }

    [Fact]
    public async Task A_partial_of_another_version_than_the_catalogue_s_can_not_be_resumed()
    {
        await using var here = await Workplace.CreateAsync();
        await InterruptedAsync(here);
        var newer = Workplace.ModelOf(here.Serve(seed: 2));

        var report = await here.Store.PruneAsync(new() { Level = PruneLevel.Unresumable, Catalog = new([newer]) });

        report.Items.Should().HaveCount(2).And.OnlyContain(item => item.Reason == "It belongs to another version of the file.");
    }

    [Fact]
    public async Task A_damaged_journal_goes_at_the_second_level()
    {
        await using var here = await Workplace.CreateAsync();
        await InterruptedAsync(here);
        await File.WriteAllTextAsync(here.JournalOf(), "{");

        (await here.Store.PruneAsync(new() { Level = PruneLevel.Unresumable })).Items.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_model_in_no_catalogue_goes_at_the_third_level()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        await here.Provisioner.EnsureAsync(model);

        var kept = await here.Store.PruneAsync(new() { Level = PruneLevel.Models, Catalog = new([model]) });
        var gone = await here.Store.PruneAsync(new() { Level = PruneLevel.Models, Catalog = ModelCatalog.BuiltIn });

        kept.Items.Should().BeEmpty();
        gone.Items.Single().Should().BeEquivalentTo(new { ModelId = "tiny", Path = here.FolderOf(), Level = PruneLevel.Models });
        gone.Bytes.Should().BeGreaterThan(model.Size);
        Directory.Exists(here.FolderOf()).Should().BeFalse();
    }

    [Fact]
    public async Task A_model_that_nobody_used_for_long_goes_at_the_third_level()
    {
        await using var here = await Workplace.CreateAsync();
        await ProvisionedLongAgoAsync(here);

        (await here.Store.PruneAsync(new() { Level = PruneLevel.Models, UnusedFor = TimeSpan.FromDays(41) })).Items.Should().BeEmpty();
        (await here.Store.PruneAsync(UnusedForAMonth)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task Loading_a_model_is_using_it()
    {
        await using var here = await Workplace.CreateAsync();
        await ProvisionedLongAgoAsync(here);
        (await here.Store.LeaseAsync(Workplace.ModelOf(Workplace.FileOf(1)))).Dispose();

        (await here.Store.PruneAsync(UnusedForAMonth)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task Pruning_is_not_using()
    {
        await using var here = await Workplace.CreateAsync();
        await ProvisionedLongAgoAsync(here);

        await here.Store.PruneAsync(UnusedForAMonth with { DryRun = true });

        (await here.Store.PruneAsync(UnusedForAMonth)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_deletes_nothing()
    {
        await using var here = await Workplace.CreateAsync();
        await ProvisionedLongAgoAsync(here);

        var dry = await here.Store.PruneAsync(UnusedForAMonth with { DryRun = true });
        var stayed = File.Exists(here.PathOf());
        var wet = await here.Store.PruneAsync(UnusedForAMonth);

        (dry.IsDryRun, stayed, wet.IsDryRun).Should().Be((true, true, false));
        dry.Items.Should().Equal(wet.Items);
    }

    [Fact]
    public async Task A_model_in_use_stays()
    {
        await using var here = await Workplace.CreateAsync();
        await ProvisionedLongAgoAsync(here);
        using var first = await here.Store.LeaseAsync(Workplace.ModelOf(Workplace.FileOf(1)));
        using var second = await here.Store.LeaseAsync(Workplace.ModelOf(Workplace.FileOf(1)));

        var report = await here.Store.PruneAsync(new() { Level = PruneLevel.Models, Catalog = ModelCatalog.BuiltIn });

        (report.InUse.Single(), report.Items.Count, File.Exists(here.PathOf())).Should().Be(("tiny", 0, true));
        await here.Store.Invoking(it => it.RemoveAsync("tiny")).Should().ThrowAsync<ModelStorageException>().WithMessage("*in use*");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_that_is_in_use_through_the_path_of_its_file_stays_and_counts_as_used(bool byLink)
    {
        Assert.SkipWhen(byLink && OperatingSystem.IsWindows(), "a link needs a right there that users do not have");
        await using var here = await Workplace.CreateAsync();
        await ProvisionedLongAgoAsync(here, here.Server.Serve("model.gguf", new RandomLlama().ToArray()));
        var path = byLink ? File.CreateSymbolicLink(Path.Combine(here.Options.ModelDirectory!, "link.gguf"), here.PathOf()).FullName : here.PathOf();

        using (await here.Store.LeaseAsync(EdgeModel.FromFile(path) with { Id = "other" }))
            (await here.Store.PruneAsync(UnusedForAMonth)).InUse.Should().Equal("tiny");

        (await here.Store.PruneAsync(UnusedForAMonth)).Items.Should().BeEmpty();
        File.Exists(here.PathOf()).Should().BeTrue();
    }

    [Fact]
    public async Task A_model_is_not_in_use_after_its_last_use_even_while_another_process_starts()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the open files of this process are read from /proc");
        await using var here = await Workplace.CreateAsync();
        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));
        var lease = await here.Store.LeaseAsync(Workplace.ModelOf(Workplace.FileOf(1)));
        using var inherited = SecondHandleOf(Path.Combine(here.Options.ModelDirectory!, ".locks", "tiny.lease")); // A new process has one until it starts its program.

        (await here.Store.PruneAsync()).InUse.Should().Equal("tiny");
        lease.Dispose();

        (await here.Store.PruneAsync()).InUse.Should().BeEmpty();
    }

    [Fact]
    public async Task A_model_that_is_being_provisioned_stays()
    {
        await using var here = await Workplace.CreateAsync();
        var gate = new Gate();
        var run = here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve().Then(new ServedReply { WaitsAfter = 1000, Gate = gate })));
        await gate.Reached;

        var report = await here.Store.PruneAsync(new() { Level = PruneLevel.Models, UnusedFor = TimeSpan.Zero });
        gate.Open();
        await run;

        report.InUse.Should().Equal("tiny");
    }

    [Fact]
    public async Task What_others_keep_in_the_model_folder_is_not_touched()
    {
        await using var here = await Workplace.CreateAsync();
        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve("a.partial.gguf", length: 4096)));
        var strange = Path.Combine(here.Options.ModelDirectory!, "Downloads", "film.partial");
        Directory.CreateDirectory(Path.GetDirectoryName(strange)!);
        foreach (var path in (string[])[strange, here.PathOf("notes.partially"), here.PathOf("my.new"), here.PathOf("README.md")])
            await File.WriteAllTextAsync(path, "precious");

        var report = await here.Store.PruneAsync(new() { Level = PruneLevel.Models, Catalog = new([Workplace.ModelOf(here.Serve())]) });

        report.Items.Should().BeEmpty();
        File.Exists(here.PathOf("a.partial.gguf")).Should().BeTrue();
    }

    [Fact]
    public async Task The_third_level_must_be_told_which_models_may_go()
    {
        await using var here = await Workplace.CreateAsync();

        await here.Store.Invoking(it => it.PruneAsync(new() { Level = PruneLevel.Models })).Should().ThrowAsync<ArgumentException>();
        await here.Store.Invoking(it => it.PruneAsync(new() { UnusedFor = TimeSpan.FromDays(-1) })).Should().ThrowAsync<ArgumentException>();
    }

    private static async Task<EdgeModel> InterruptedAsync(Workplace here, string? tag = "\"strong\"")
    {
        var file = here.Serve();
        file.ETag = tag;
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);
        return model;
    }

    private static async Task ProvisionedLongAgoAsync(Workplace here, ServedFile? file = null)
    {
        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file ?? here.Serve()));
        foreach (var path in Directory.GetFiles(here.FolderOf()))
            File.SetLastWriteTimeUtc(path, here.Clock.GetUtcNow().UtcDateTime.AddDays(-40));
    }

    private static SafeFileHandle SecondHandleOf(string path)
    {
        var own = Directory.EnumerateFiles("/proc/self/fd").Single(link => new FileInfo(link).LinkTarget == path);
        return new(Duplicate(int.Parse(Path.GetFileName(own), CultureInfo.InvariantCulture)), ownsHandle: true);
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial nint Duplicate(int file);
}
