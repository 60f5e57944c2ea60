[assembly: AssemblyFixture(typeof(Edge.AI.Ecosystem.Tests.Support.TinyHome))]

namespace Edge.AI.Ecosystem.Tests.Support;

/// <summary>A model folder for all clients of this process.</summary>
public sealed class TinyHome : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-ai-ecosystem-").FullName;

    public TinyHome() => Environment.SetEnvironmentVariable("EDGE_AI_HOME", _folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
