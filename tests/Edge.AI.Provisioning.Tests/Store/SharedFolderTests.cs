using System.Diagnostics;
using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Store;

/// <summary>Model folders that others may write to: what they put there is neither written through nor waited for.</summary>
public sealed class SharedFolderTests
{
    private const string Precious = "precious";

    public SharedFolderTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lease_that_is_a_link_is_not_written_through_and_the_model_can_be_used(bool targetExists)
    {
        await using var here = await Workplace.CreateAsync();
        var victim = await VictimAsync(here, targetExists);
        File.CreateSymbolicLink(LeaseOf(here), victim);

        using var lease = await here.Store.LeaseAsync(Workplace.ModelOf(Workplace.FileOf(1)));

        (File.Exists(victim) ? await File.ReadAllTextAsync(victim) : null).Should().Be(targetExists ? Precious : null);
        here.Log.Lines.Should().Contain(line => line.Id.Id == 1027 && line.Text.Contains(LeaseOf(here), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lease_that_is_another_name_of_a_file_is_not_written()
    {
        await using var here = await Workplace.CreateAsync();
        var victim = await VictimAsync(here);
        HardLink(victim, LeaseOf(here));

        using var lease = await here.Store.LeaseAsync(Workplace.ModelOf(Workplace.FileOf(1)));

        (await File.ReadAllTextAsync(victim)).Should().Be(Precious);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lock_that_is_a_link_is_named_and_not_written_through(bool targetExists)
    {
        await using var here = await Workplace.CreateAsync();
        var victim = await VictimAsync(here, targetExists);
        File.CreateSymbolicLink(LockOf(here), victim);

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelStorageException>()).Which;

        error.Path.Should().Be(LockOf(here));
        (File.Exists(victim) ? await File.ReadAllTextAsync(victim) : null).Should().Be(targetExists ? Precious : null);
        here.Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_folder_of_locks_that_is_a_link_is_not_followed()
    {
        await using var here = await Workplace.CreateAsync();
        var elsewhere = Directory.CreateDirectory(Path.Combine(here.Options.ModelDirectory!, "elsewhere")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(here.Options.ModelDirectory!, ".locks"), elsewhere);

        await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelStorageException>();

        Directory.EnumerateFileSystemEntries(elsewhere).Should().BeEmpty();
    }

    [Fact]
    public async Task A_partial_that_is_another_name_of_a_file_is_replaced_and_not_written()
    {
        await using var here = await Workplace.CreateAsync();
        var (file, victim) = (here.Serve(), await VictimAsync(here));
        Directory.CreateDirectory(here.FolderOf());
        HardLink(victim, here.PartialOf());

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        (await File.ReadAllTextAsync(victim)).Should().Be(Precious);
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_partial_with_a_second_name_is_not_continued_though_a_journal_vouches_for_it()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, 300_000);
        var other = here.PathOf("other-name");
        HardLink(here.PartialOf(), other);
        var before = await File.ReadAllBytesAsync(other);

        here.Provisioner.GetStatus(model).Files.Single().Resume.Should().Be(ResumeStatus.CannotResume);
        await here.Provisioner.EnsureAsync(model);

        (await File.ReadAllBytesAsync(other)).Should().Equal(before);
    }

    [Theory]
    [InlineData(".locks/tiny.lock", true)]
    [InlineData(".locks/tiny.lease", false)]
    [InlineData("tiny/model.gguf.partial", false)]
    [InlineData("tiny/model.gguf.partial.json", false)]
    [InlineData("tiny/.receipt.json", false)]
    [InlineData("tiny/model.gguf", false)]
    public async Task A_pipe_in_place_of_a_file_keeps_nobody_waiting(string name, bool isError)
    {
        await using var here = await Workplace.CreateAsync();
        var path = Path.Combine(here.Options.ModelDirectory!, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await RunAsync("mkfifo", path);

        var ensuring = here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve())).WaitAsync(TimeSpan.FromSeconds(30));

        if (isError)
            await ensuring.Invoking(task => task).Should().ThrowAsync<ModelStorageException>();
        else
            await ensuring;
        using var lease = await here.Store.LeaseAsync(Workplace.ModelOf(Workplace.FileOf(1)));
    }

    [Fact]
    public async Task A_pipe_in_place_of_a_model_is_damage_and_not_waited_for()
    {
        await using var here = await Workplace.CreateAsync();
        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));
        File.Delete(here.PathOf());
        await RunAsync("mkfifo", here.PathOf());

        (await here.Store.VerifyAsync("tiny").WaitAsync(TimeSpan.FromSeconds(30))).IsIntact.Should().BeFalse();
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("lease")]
    public async Task A_link_in_place_of_one_lock_does_not_keep_other_models_from_being_pruned(string kind)
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        await here.Provisioner.EnsureAsync(model);
        await here.Provisioner.EnsureAsync(model with { Id = "other" });
        var orphan = Path.Combine(here.Options.ModelDirectory!, "other", "model.gguf.partial");
        await File.WriteAllTextAsync(orphan, "");
        var own = Path.Combine(here.Options.ModelDirectory!, ".locks", $"tiny.{kind}");
        File.Delete(own);
        File.CreateSymbolicLink(own, here.PathOf());

        var report = await here.Store.PruneAsync(new() { Level = PruneLevel.Orphans });

        report.InUse.Should().Equal("tiny");
        File.Exists(orphan).Should().BeFalse();
    }

    [Fact]
    public async Task A_reader_s_exclusive_lock_on_the_lease_delays_loading_and_does_not_prevent_it()
    {
        await using var here = await Workplace.CreateAsync();
        (await here.Store.LeaseAsync(Workplace.ModelOf(Workplace.FileOf(1)))).Dispose();
        await using var reader = new FileStream(LeaseOf(here), FileMode.Open, FileAccess.Read, FileShare.None); // On Unix, .NET locks the file exclusively.

        using var lease = await here.Store.LeaseAsync(Workplace.ModelOf(Workplace.FileOf(1)));

        here.Log.Lines.Select(line => line.Id.Id).Should().ContainInOrder(1020, 1021);
        here.Clock.Skipped.Aggregate((sum, wait) => sum + wait).Should().BeCloseTo(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_lock_that_is_held_while_nothing_happens_ends_in_an_error_that_names_it()
    {
        await using var here = await Workplace.CreateAsync();
        Directory.CreateDirectory(Path.GetDirectoryName(LockOf(here))!);
        await File.WriteAllTextAsync(LockOf(here), "");
        await using var reader = new FileStream(LockOf(here), FileMode.Open, FileAccess.Read, FileShare.None); // On Unix, .NET locks the file exclusively.

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelStorageException>()).Which;

        error.Path.Should().Be(LockOf(here));
        here.Log.Lines.Select(line => line.Id.Id).Should().ContainInOrder(1004, 1026).And.ContainSingle(id => id == 1026);
    }

    [Fact]
    public async Task Bytes_that_were_changed_in_place_are_noticed_though_time_and_length_were_set_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The system tells no time of change.");
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.Provisioner.EnsureAsync(model);
        var written = File.GetLastWriteTimeUtc(here.PathOf());
        using (var changed = File.OpenWrite(here.PathOf()))
            changed.Write(TinyModelBytes.Of(file.Content.Length, seed: 2));
        File.SetLastWriteTimeUtc(here.PathOf(), written);

        here.Provisioner.GetStatus(model).Progress.State.Should().Be(ProvisioningState.Pending);
        await here.Provisioner.EnsureAsync(model);

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    private static string LockOf(Workplace here) => Path.Combine(here.Options.ModelDirectory!, ".locks", "tiny.lock");

    private static string LeaseOf(Workplace here) => Path.Combine(here.Options.ModelDirectory!, ".locks", "tiny.lease");

    /// <summary>A file that nobody may touch, and the folder of locks.</summary>
    private static async Task<string> VictimAsync(Workplace here, bool exists = true)
    {
        var victim = Path.Combine(here.Options.ModelDirectory!, "victim.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(LockOf(here))!);
        if (exists)
            await File.WriteAllTextAsync(victim, Precious);
        return victim;
    }

    private static void HardLink(string file, string name)
    {
        using var process = Process.Start("ln", [file, name]);
        process.WaitForExit();
        process.ExitCode.Should().Be(0);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0);
    }
}
