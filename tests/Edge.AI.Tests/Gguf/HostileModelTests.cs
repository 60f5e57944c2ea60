using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Gguf;

public sealed class HostileModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_hundred_faulty_files_are_a_hundred_clear_errors_and_the_process_lives()
    {
        var sentencePiece = Write("sentence-piece.gguf", VocabularyKind.SentencePiece);
        var bytePair = Write("byte-pair.gguf", VocabularyKind.BytePair);

        var (exitCode, output, errors) = await ChildProcess.RunAsync("hostile", _folder.Path, "1", "100", sentencePiece, bytePair);

        exitCode.Should().Be(0, "{0}{1}", output, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(100).And.OnlyContain(line => line.Contains(": EDGE_MODEL_INVALID '"));
    }

    [Fact]
    public async Task The_embedded_model_with_faults_is_refused_as_well()
    {
        var (exitCode, output, errors) = await ChildProcess.RunAsync("hostile", _folder.Path, "2", "30", TinyModel.Path);

        exitCode.Should().Be(0, "{0}{1}", output, errors);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(30).And.OnlyContain(line => line.Contains(": EDGE_MODEL_INVALID '"));
    }

    private string Write(string name, VocabularyKind kind)
    {
        var path = Path.Combine(_folder.Path, name);
        new RandomLlama { VocabularyKind = kind }.Write(path);
        return path;
    }
}
