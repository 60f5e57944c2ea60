using Edge.AI.Generators.CodeFixes;
using Edge.AI.Testing;

namespace Edge.AI.Generators.Tests.PublicApi;

/// <summary>The types that compilers and editors find in the package. The failure message contains the command that approves a change.</summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("Edge.AI.Generators", typeof(EdgeModelsGenerator))]
    [InlineData("Edge.AI.Generators.CodeFixes", typeof(TypedModelCodeFix))]
    public void The_public_surface_is_the_approved_one(string assembly, Type type)
    {
        if (ApprovedText.Change("tests/Edge.AI.Generators.Tests/PublicApi", assembly, PublicApiText.Of(type.Assembly)) is { } change)
            Assert.Fail(change);
    }
}
