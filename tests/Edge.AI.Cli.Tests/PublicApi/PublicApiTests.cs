using System.Reflection;

namespace Edge.AI.Cli.Tests.PublicApi;

public class PublicApiTests
{
    [Fact]
    public void The_tool_has_no_public_types() => Assembly.Load("edge-ai").GetExportedTypes().Should().BeEmpty();
}
