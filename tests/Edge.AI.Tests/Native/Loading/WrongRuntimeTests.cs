using System.Buffers.Binary;
using Edge.AI.Native.Loading;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Native.Loading;

/// <summary>Loads damaged copies of the runtime of these tests, each in a process of its own.</summary>
public sealed class WrongRuntimeTests : IDisposable
{
    private const int ElfMachine = 18;
    private const ushort Arm64 = 183;

    private readonly TemporaryFolder _folder = new();
    private readonly RuntimeFiles _files = RuntimeSearch.OfProcess(null, EdgeRuntime.Auto).Find().Files;

    public WrongRuntimeTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the files in this test are those of Linux");
        foreach (var file in Directory.EnumerateFiles(_files.Directory))
            File.CreateSymbolicLink(CopyOf(file), file);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_whole_copy_is_loaded()
    {
        var (exitCode, output, _) = await UseAsync();

        (exitCode, output).Should().Match<(int Code, string Text)>(result => result.Code == 0 && result.Text.Contains(_folder.Path));
    }

    [Theory]
    [InlineData("ggml-base")]
    [InlineData("ggml")]
    [InlineData("llama")]
    public async Task Without_one_library_it_is_incomplete(string library)
    {
        File.Delete(CopyOf(FileOf(library)));

        await UseAsync(EdgeErrorCodes.RuntimeIncomplete, LibraryNames.FileOf(library));
    }

    [Theory]
    [InlineData("ggml-base")]
    [InlineData("ggml")]
    [InlineData("llama")]
    public async Task A_library_for_another_processor_is_named(string library)
    {
        var path = Change(FileOf(library), bytes =>
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(ElfMachine), Arm64);
            return bytes;
        });

        await UseAsync(EdgeErrorCodes.RuntimeIncompatible, $"'{path}' was built for Arm64");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(4096)]
    [InlineData(null)] // one byte less than what is loaded
    public async Task A_library_that_is_cut_off_is_named(int? length)
    {
        var path = Change(_files.Llama, bytes => bytes[..(length ?? LoadedLength(bytes) - 1)]);

        await UseAsync(EdgeErrorCodes.RuntimeIncompatible, $"'{path}' is cut off.");
    }

    [Fact]
    public async Task A_missing_library_of_the_system_is_named_with_the_package_that_contains_it()
    {
        var backend = _files.Backends.FirstOrDefault(file => LibraryNames.LibraryOf(file) == "ggml-cpu");
        Assert.SkipUnless(backend is not null, "only LLamaSharp's natives need libgomp");
        Change(backend, bytes =>
        {
            Replace(bytes, "libgomp.so.1", "libgomp.so.7");
            return bytes;
        });

        await UseAsync(EdgeErrorCodes.RuntimeIncomplete, "'libgomp.so.7'", "apt-get install libgomp1");
    }

    [Fact]
    public async Task A_version_that_is_not_known_is_named_with_those_that_are()
    {
        Change(_files.Base, bytes =>
        {
            Replace(bytes, VersionIn(bytes), "0.20.0");
            return bytes;
        });

        await UseAsync(EdgeErrorCodes.RuntimeIncompatible, "0.20.0", "Supported are:");
    }

    private async Task UseAsync(string code, params string[] texts)
    {
        var (exitCode, output, errors) = await UseAsync();

        exitCode.Should().Be(1, "{0}{1}", output, errors);
        output.Should().StartWith(code).And.ContainAll(texts);
    }

    private Task<(int ExitCode, string Output, string Errors)> UseAsync() => ChildProcess.RunAsync("use-runtime", _folder.Path);

    private string FileOf(string library) => library switch { "ggml-base" => _files.Base, "ggml" => _files.Ggml, _ => _files.Llama };

    private string CopyOf(string file) => Path.Combine(_folder.Path, Path.GetFileName(file));

    /// <summary>Replaces the link to a library by a changed copy.</summary>
    private string Change(string file, Func<byte[], byte[]> change)
    {
        var path = CopyOf(file);
        File.Delete(path);
        File.WriteAllBytes(path, change(File.ReadAllBytes(file)));
        return path;
    }

    /// <summary>The end of the last segment that is loaded. Behind it are only section headers, which the loader does not read.</summary>
    private static int LoadedLength(byte[] library)
    {
        var (at, size, count) = (BinaryPrimitives.ReadInt64LittleEndian(library.AsSpan(0x20)), BinaryPrimitives.ReadUInt16LittleEndian(library.AsSpan(0x36)), BinaryPrimitives.ReadUInt16LittleEndian(library.AsSpan(0x38)));
        return (int)Enumerable.Range(0, count).Max(index =>
        {
            var segment = library.AsSpan((int)at + (index * size));
            return BinaryPrimitives.ReadInt64LittleEndian(segment[8..]) + BinaryPrimitives.ReadInt64LittleEndian(segment[32..]);
        });
    }

    /// <summary>The text of <c>ggml_version</c>, such as 0.23.0.</summary>
    private static string VersionIn(byte[] library) => new[] { "0.23.0", "0.18.0" }.First(version => library.AsSpan().IndexOf(Bytes(version)) >= 0);

    private static void Replace(byte[] library, string old, string replacement) =>
        Bytes(replacement.PadRight(old.Length, '\0')).CopyTo(library.AsSpan(library.AsSpan().IndexOf(Bytes(old))));

    private static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes($"{text}\0");
}
