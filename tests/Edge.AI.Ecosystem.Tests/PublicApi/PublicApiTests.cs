using Edge.AI.Testing;
using Microsoft.SemanticKernel;

namespace Edge.AI.Ecosystem.Tests.PublicApi;

/// <summary>Public is a promise. The failure message has the command that approves a change.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_of_the_package_for_Semantic_Kernel_is_the_approved_one()
    {
        if (ApprovedText.Change("tests/Edge.AI.Ecosystem.Tests/PublicApi", "Edge.AI.SemanticKernel", PublicApiText.Of(typeof(EdgeAIKernelBuilderExtensions).Assembly)) is { } change)
            Assert.Fail(change);
    }
}
