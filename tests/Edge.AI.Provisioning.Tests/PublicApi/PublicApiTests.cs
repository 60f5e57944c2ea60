using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.PublicApi;

/// <summary>Public is a promise. The failure message has the command that approves a change.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        if (ApprovedText.Change("tests/Edge.AI.Provisioning.Tests/PublicApi", "PublicApi", PublicApiText.Of(typeof(EdgeModel).Assembly)) is { } change)
            Assert.Fail(change);
    }
}
