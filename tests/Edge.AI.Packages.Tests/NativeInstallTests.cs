using System.Diagnostics;

namespace Edge.AI.Packages.Tests;

public sealed class NativeInstallTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("native-install-");

    public NativeInstallTests() => Npm.SkipIfMissing();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Files_of_the_user_beside_the_folder_stay()
    {
        Write("notes.txt");
        Write("thesis/chapter.txt");
        Write("old/own/keep.txt");
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "link"), Path.Combine(_folder.FullName, "thesis"));

        await InstallAsync("target");

        Files().Should().BeEquivalentTo("notes.txt", "thesis/chapter.txt", "old/own/keep.txt");
        Directory.Exists(Path.Combine(_folder.FullName, "link")).Should().BeTrue();
    }

    [Fact]
    public async Task Packages_of_an_earlier_lock_file_are_removed_and_nothing_else_in_their_folder()
    {
        Write("old/linux-x64/libllama.so");
        Write("old/.linux-x64.installed");
        Write("mixed/linux-x64/libllama.so");
        Write("mixed/.linux-x64.installed");
        Write("mixed/own.txt");
        Write("target/win-x64/llama.dll");
        Write("target/.win-x64.installed");

        await InstallAsync("target", "win-x64");

        Files().Should().BeEquivalentTo("mixed/own.txt", "target/win-x64/llama.dll", "target/.win-x64.installed");
        Directory.Exists(Path.Combine(_folder.FullName, "old")).Should().BeFalse();
    }

    private async Task InstallAsync(string target, params string[] packages)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Script(), Path.Combine(_folder.FullName, target), .. packages]))!;
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        node.ExitCode.Should().Be(0);
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "native", "install.mjs");
            if (File.Exists(candidate))
                return candidate;
        }

        throw new FileNotFoundException("native/install.mjs");
    }

    private void Write(string path)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, "x");
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_folder.FullName, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Select(file => Path.GetRelativePath(_folder.FullName, file).Replace('\\', '/'));
}
