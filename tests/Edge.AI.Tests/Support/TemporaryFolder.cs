namespace Edge.AI.Tests.Support;

/// <summary>A folder of its own for one test, gone when it ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("edge-ai-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
