using Edge.AI.Provisioning.Tests;
using System.Diagnostics;
using Edge.AI.Disk;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

/// <summary>Renames that are refused, as a virus scanner makes Windows refuse them. Here a file that can't be changed stands for one that is being scanned.</summary>
public sealed class RenameTests
{
    private const int Retry = 1025;

    [Fact]
    public async Task A_rename_that_is_refused_for_a_moment_is_tried_again()
    {
        await using var here = await Workplace.CreateAsync();
        here.Clock.SkipsWaitsUpTo = TimeSpan.Zero;
        using var scanned = await ScannedAsync(here);
        var file = here.Serve();
        var run = here.Provisioner.EnsureAsync(Workplace.ModelOf(file));
        await WaitUntilAsync(() => here.Clock.Timers > 0 && here.Log.Lines.Any(line => line.Id.Id == Retry));

        scanned.Dispose();
        here.Clock.Advance(TimeSpan.FromSeconds(1));
        await run;

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_rename_that_stays_refused_ends_in_an_error_and_keeps_the_bytes()
    {
        await using var here = await Workplace.CreateAsync();
        using var scanned = await ScannedAsync(here);

        await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelStorageException>();

        here.Log.Lines.Count(line => line.Id.Id == Retry).Should().Be(6);
        new FileInfo(here.PartialOf()).Length.Should().Be(1024 * 1024);
    }

    [Fact]
    public async Task A_folder_in_the_way_does_not_go_by_waiting()
    {
        await using var here = await Workplace.CreateAsync();
        Directory.CreateDirectory(here.PathOf());

        await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelStorageException>();

        here.Log.Lines.Should().NotContain(line => line.Id.Id == Retry);
    }

    [Theory]
    [InlineData(unchecked((int)0x80070020), true)] // ERROR_SHARING_VIOLATION
    [InlineData(unchecked((int)0x80070021), true)] // ERROR_LOCK_VIOLATION
    [InlineData(16, true)] // EBUSY
    [InlineData(28, false)] // ENOSPC
    [InlineData(30, false)] // EROFS
    [InlineData(18, false)] // EXDEV
    public void Only_refusals_that_pass_are_tried_again(int error, bool passes) => Rename.MayPass(new IOException("refused", error), "no-such-file").Should().Be(passes);

    /// <summary>Puts a file there that not even root can replace, until the result is disposed.</summary>
    private static async Task<IDisposable> ScannedAsync(Workplace here)
    {
        Directory.CreateDirectory(here.FolderOf());
        await File.WriteAllTextAsync(here.PathOf(), "scanned");
        if (!OperatingSystem.IsLinux() || !TrySetImmutable(here.PathOf(), '+'))
            Assert.Skip("Only root on Linux, on a file system with such an attribute, can make a file that can't be replaced.");

        return new Scanned(here.PathOf());
    }

    private static bool TrySetImmutable(string path, char sign)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("chattr", [$"{sign}i", path]) { RedirectStandardError = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // There is no such program.
        }
    }

    private static async Task WaitUntilAsync(Func<bool> isSo)
    {
        for (var patience = Stopwatch.StartNew(); !isSo(); await Task.Yield())
            patience.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30));
    }

    private sealed class Scanned(string path) : IDisposable
    {
        public void Dispose() => TrySetImmutable(path, '-');
    }
}
