using System.Security.Cryptography;
using Edge.AI.Inference;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Inference;

/// <summary>The files of states, with what shapes their key.</summary>
public sealed class StateDiskTests : IDisposable
{
    private const int StateLength = 10_000;

    private readonly TemporaryFolder _folder = new();
    private readonly string _model;
    private readonly string _library;

    public StateDiskTests()
    {
        _model = Write("model.gguf", 1);
        _library = Write("libllama.so", 2);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_state_is_read_as_it_was_written()
    {
        var written = Sequence(1);
        Open().Write(written);

        var (file, tokens, _) = Open().List().Should().ContainSingle().Subject;
        var read = Open().Read(file, tokens)!;

        read.Tokens.Should().Equal(written.Tokens);
        read.State.Should().Equal(written.State);
    }

    [Fact]
    public void Another_model_runtime_adapter_or_option_does_not_find_the_state_and_leaves_it()
    {
        Open().Write(Sequence(1));
        StateDisk[] others =
        [
            Open(model: Write("other.gguf", 3)),
            Open(library: Write("other.so", 4)),
            Open(options: new() { KvCacheType = KvCacheType.Q8_0 }),
            Open(options: new() { FlashAttention = FlashAttentionMode.Off }),
            Open(options: new() { ModelDigest = "sha256:1234" }),
            Open(options: new() { Adapters = new([new(Write("adapter.gguf", 5), 1)]) }),
            Open(contextLength: 4096),
        ];

        others.Select(other => other.List().Count).Should().AllBeEquivalentTo(0);
        Open().List().Should().ContainSingle();
    }

    [Fact]
    public void A_file_under_the_name_of_another_runtime_is_deleted()
    {
        var (own, other) = (Open(), Open(library: Write("other.so", 4)));
        own.Write(Sequence(1));
        other.Write(Sequence(2));
        var (ownName, otherName) = (own.List()[0].File, other.List()[0].File);
        File.Copy(Path.Combine(Cache, otherName), Path.Combine(Cache, ownName), overwrite: true);

        own.List().Should().BeEmpty();

        Directory.GetFiles(Cache).Select(Path.GetFileName).Should().Equal(otherName);
    }

    [Fact]
    public void Each_flipped_bit_of_the_header_and_each_truncation_is_found()
    {
        var sequence = Sequence(1);
        var name = Open().Write(sequence)!;
        var path = Path.Combine(Cache, name);
        var sound = File.ReadAllBytes(path);
        var disk = Open();

        foreach (var bit in Enumerable.Range(0, 8 * 100).Concat(Enumerable.Range(0, 100).Select(each => each * 8 * sound.Length / 100)))
        {
            var damaged = sound.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(damaged, $"bit {bit} is flipped");
        }

        foreach (var length in Enumerable.Range(0, 100).Select(each => each * sound.Length / 100))
            AssertRefused(sound[..length], $"it is cut to {length} bytes");
        AssertRefused([.. sound, 0], "it is longer");

        void AssertRefused(byte[] content, string because)
        {
            File.WriteAllBytes(path, content);
            disk.Read(name, sequence.Tokens).Should().BeNull(because);
            File.Exists(path).Should().BeFalse(because);
        }
    }

    [Fact]
    public void The_least_recently_used_file_is_evicted_first()
    {
        var disk = Open(maxBytes: (StateLength * 5) / 2);
        var (first, second) = (disk.Write(Sequence(1))!, disk.Write(Sequence(2))!);
        disk.Read(first, Sequence(1).Tokens);

        var third = disk.Write(Sequence(3))!;

        disk.List().Select(each => each.File).Should().BeEquivalentTo(first, third).And.NotContain(second);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_reported_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It needs a folder of this user in which nobody can create files.");
        var logger = new RecordingLogger();
        var disk = StateDisk.TryOpen(_model, new() { PromptCacheDirectory = "/proc/self" }, _library, 2048, logger)!;

        disk.Write(Sequence(1)).Should().BeNull();
        disk.Write(Sequence(2)).Should().BeNull();

        logger.Lines.Should().ContainSingle().Which.Level.Should().Be(LogLevel.Warning);
    }

    [Fact]
    public async Task Twenty_kills_while_writing_leave_no_file_that_is_not_whole()
    {
        var drafts = 0;
        for (var kill = 0; kill < 20; kill++)
        {
            await ChildProcess.KillAsync(afterLines: 1 + (kill % 3), "write-states", _model, Cache);
            drafts += Directory.GetFiles(Cache, "*.new").Length;
            var disk = Open(library: _model, contextLength: 256);
            Directory.GetFiles(Cache, "*.new").Should().BeEmpty("the next start deletes what a killed process left");
            foreach (var (file, tokens, _) in disk.List())
                disk.Read(file, tokens).Should().NotBeNull("a file appears whole");
        }

        drafts.Should().BeGreaterThan(0, "kills hit writes");
    }

    private string Cache => Path.Combine(_folder.Path, "cache");

    private StateDisk Open(string? model = null, string? library = null, InferenceOptions? options = null, int contextLength = 2048, long maxBytes = 1L << 30) => StateDisk.TryOpen(
        model ?? _model,
        (options ?? new()) with { PromptCacheDirectory = Cache, PromptCacheDirectoryBytes = maxBytes },
        library ?? _library,
        contextLength,
        NullLogger.Instance)!;

    private static KeptSequence Sequence(int number)
    {
        var state = new byte[StateLength];
        new Random(number).NextBytes(state);
        return new([.. Enumerable.Range(number, 20)], state);
    }

    private string Write(string name, int seed)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(path, SHA256.HashData([(byte)seed]));
        return path;
    }
}
