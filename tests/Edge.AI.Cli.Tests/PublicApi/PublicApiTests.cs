using System.Reflection;

namespace Edge.AI.Cli.Tests.PublicApi;

public class PublicApiTests
{
    [Fact]
    public void The_tool_is_a_command_and_no_library() => Assembly.Load("edge-ai").GetExportedTypes().Should().BeEmpty();
}
