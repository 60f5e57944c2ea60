[assembly: AssemblyFixture(typeof(Edge.AI.AspNetCore.Tests.Support.TinyHome))]
[assembly: AssemblyFixture(typeof(Edge.AI.AspNetCore.Tests.Support.TinyServer))]
[assembly: AssemblyFixture(typeof(Edge.AI.AspNetCore.Tests.Support.Browser))]

namespace Edge.AI.AspNetCore.Tests.Support;

/// <summary>A model folder for all servers of this process.</summary>
public sealed class TinyHome : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-ai-server-").FullName;

    public TinyHome() => Environment.SetEnvironmentVariable("EDGE_AI_HOME", _folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
