using Edge.AI.Generators.Tests.Parsing;

namespace Edge.AI.Generators.Tests.Analysis;

public class TypedModelCodeFixTests
{
    private const string Services = "var services = new ServiceCollection(); ";

    [Fact]
    public async Task The_code_fix_offers_the_nearest_models_for_a_mistyped_id()
    {
        using var code = new AnalyzedCode(Services + "services.AddEdgeChatClient(\"phi-33\");");

        (await code.OffersAsync()).Should().Equal("Use EdgeModels.Phi3", "Use EdgeModels.Ids.Phi3", "Use EdgeModels.Phi3_5", "Use EdgeModels.Ids.Phi3_5");
    }

    [Theory]
    [InlineData("services.AddEdgeChatClient(\"phi-33\");", "Use EdgeModels.Phi3", "services.AddEdgeChatClient(EdgeModels.Phi3);")]
    [InlineData("services.AddEdgeChatClient(\"phi-33\");", "Use EdgeModels.Ids.Phi3_5", "services.AddEdgeChatClient(EdgeModels.Ids.Phi3_5);")]
    [InlineData("services.AddEdgeChatClient(/* a */ \"phi-3\" /* b */);", "Use EdgeModels.Phi3", "services.AddEdgeChatClient(/* a */ EdgeModels.Phi3 /* b */);")]
    [InlineData("services.AddEdgeChatClient(modelId: \"phi-3\");", "Use EdgeModels.Phi3", "services.AddEdgeChatClient(model: EdgeModels.Phi3);")]
    [InlineData("services.AddEdgeChatClient(modelId: \"phi-3\");", "Use EdgeModels.Ids.Phi3", "services.AddEdgeChatClient(modelId: EdgeModels.Ids.Phi3);")]
    [InlineData("services.AddKeyedEdgeChatClient(1, \"PHI-3\");", "Use EdgeModels.Phi3", "services.AddKeyedEdgeChatClient(1, EdgeModels.Phi3);")]
    public async Task The_code_fix_writes_the_member_and_the_using_directive(string before, string offer, string after)
    {
        using var code = new AnalyzedCode(Services + before);

        (await code.TakeAsync(offer)).Should().Contain(Services + after).And.Contain("using Edge.AI;");
    }

    [Fact]
    public async Task An_existing_using_directive_is_not_repeated()
    {
        using var code = new AnalyzedCode("var services = new ServiceCollection(); services.AddEdgeChatClient(\"phi-3\");", usings: "using Edge.AI;");

        (await code.TakeAsync("Use EdgeModels.Phi3")).Split("using Edge.AI;").Should().HaveCount(2);
    }

    [Fact]
    public async Task The_code_fix_uses_the_class_of_the_projects_own_manifest()
    {
        using var code = new AnalyzedCode(Services + "services.AddEdgeChatClient(\"bot\");", [new("acme.edgemodels.json", TestManifest.Valid)]);

        (await code.TakeAsync("Use AcmeModels.Bot")).Should().Contain("services.AddEdgeChatClient(AcmeModels.Bot);").And.Contain("using Acme.App;");
    }

    [Fact]
    public async Task The_model_of_a_request_becomes_a_constant()
    {
        using var code = new AnalyzedCode("await Edge.AI.EdgeChatClient.Create(Edge.AI.EdgeModels.Phi3).GetResponseAsync(\"hello\", new() { ModelId = \"phi-3\" });");

        (await code.OffersAsync()).Should().Equal("Use EdgeModels.Ids.Phi3");
        (await code.TakeAsync("Use EdgeModels.Ids.Phi3")).Should().Contain("ModelId = EdgeModels.Ids.Phi3 ");
    }
}
