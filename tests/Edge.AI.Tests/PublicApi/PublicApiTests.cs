using Edge.AI.Testing;

namespace Edge.AI.Tests.PublicApi;

/// <summary>Public is a promise. The failure message has the command that approves a change.</summary>
public class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        if (ApprovedText.Change("tests/Edge.AI.Tests/PublicApi", "PublicApi", PublicApiText.Of(typeof(EdgeChatClient).Assembly)) is { } change)
            Assert.Fail(change);
    }
}
