namespace Edge.AI.Tests.Support;

/// <summary>A folder for one test, deleted when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("edge-ai-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
