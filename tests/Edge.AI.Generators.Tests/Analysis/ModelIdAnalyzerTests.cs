using Edge.AI.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;

namespace Edge.AI.Generators.Tests.Analysis;

public class ModelIdAnalyzerTests
{
    private const string Services = "var services = new ServiceCollection(); ";

    private static readonly TestFile Acme = new("acme.edgemodels.json", TestManifest.Valid);

    [Theory]
    [InlineData("services.AddEdgeChatClient(\"phi-33\");")]
    [InlineData("services.AddEdgeChatClient(\"phi-33\", options => options.ContextSize = 512);")]
    [InlineData("services.AddEdgeChatClient(modelId: \"phi-33\");")]
    [InlineData("services.AddKeyedEdgeChatClient(\"key\", \"phi-33\");")]
    [InlineData("EdgeAIServiceCollectionExtensions.AddEdgeChatClient(services, \"phi-33\");")]
    public async Task An_id_that_no_catalogue_contains_is_reported(string code) =>
        (await FindingsAsync(Services + code)).Should().Equal("EDGEAI024 \"phi-33\"");

    [Fact]
    public async Task The_message_suggests_similar_ids()
    {
        using var code = new AnalyzedCode(Services + "services.AddEdgeChatClient(\"phi-33\");");

        (await code.OnlyMessageAsync()).Should().Be("No catalogue of this compilation has a model 'phi-33': did you mean 'phi-3', 'phi-3.5'?");
    }

    [Fact]
    public async Task Without_a_similar_id_the_message_names_the_class_of_built_in_models()
    {
        using var code = new AnalyzedCode(Services + "services.AddEdgeChatClient(\"zzzzzzzzzzzzz\");");

        (await code.OnlyMessageAsync()).Should().EndWith("EdgeModels lists the built-in models");
    }

    [Fact]
    public async Task The_value_of_a_constant_is_checked() =>
        (await FindingsAsync("const string Model = \"phi-33\"; " + Services + "services.AddEdgeChatClient(Model);")).Should().Equal("EDGEAI024 Model");

    [Theory]
    [InlineData("services.AddEdgeChatClient();")]
    [InlineData("services.AddEdgeChatClient(Console.ReadLine()!);")]
    [InlineData("services.AddKeyedEdgeChatClient(\"phi-33\");")]
    [InlineData("services.AddEdgeChatClient(Edge.AI.EdgeModels.Ids.Phi3);")]
    [InlineData("services.AddEdgeChatClient(Edge.AI.EdgeModels.Phi3);")]
    [InlineData("Edge.AI.EdgeChatClient.Create(Edge.AI.EdgeModels.Phi3);")]
    public async Task Known_ids_and_values_known_only_at_run_time_are_not_reported(string code) => (await FindingsAsync(Services + code)).Should().BeEmpty();

    [Theory]
    [InlineData("phi-3")]
    [InlineData("PHI-3")]
    [InlineData("phi-3-mini-4k-instruct")]
    public async Task An_id_that_could_be_a_typed_member_is_reported(string id) =>
        (await FindingsAsync(Services + $"services.AddEdgeChatClient(\"{id}\");")).Should().Equal($"EDGEAI026 \"{id}\"");

    [Theory]
    [InlineData("services.AddEdgeChatClient(\"nomic-embed\");", "\"nomic-embed\"")]
    [InlineData("services.AddEdgeChatClient(Edge.AI.EdgeModels.Ids.NomicEmbed);", "Edge.AI.EdgeModels.Ids.NomicEmbed")]
    [InlineData("services.AddEdgeChatClient(Edge.AI.EdgeModels.NomicEmbedTextV1_5);", "Edge.AI.EdgeModels.NomicEmbedTextV1_5")]
    [InlineData("services.AddKeyedEdgeChatClient(1, Edge.AI.EdgeModels.NomicEmbed);", "Edge.AI.EdgeModels.NomicEmbed")]
    [InlineData("Edge.AI.EdgeChatClient.Create(Edge.AI.EdgeModels.NomicEmbed);", "Edge.AI.EdgeModels.NomicEmbed")]
    public async Task A_model_without_the_capability_chat_is_reported_where_a_client_uses_it(string code, string underlined) =>
        (await FindingsAsync(Services + code)).Should().Equal($"EDGEAI025 {underlined}");

    [Theory]
    [InlineData("services.AddEdgeEmbeddingGenerator(\"phi-3\");", "EDGEAI030 \"phi-3\"")]
    [InlineData("services.AddKeyedEdgeEmbeddingGenerator(1, Edge.AI.EdgeModels.Phi3);", "EDGEAI030 Edge.AI.EdgeModels.Phi3")]
    [InlineData("Edge.AI.EdgeEmbeddingGenerator.Create(Edge.AI.EdgeModels.Phi3);", "EDGEAI030 Edge.AI.EdgeModels.Phi3")]
    [InlineData("services.AddEdgeEmbeddingGenerator(\"nomic-embedd\");", "EDGEAI024 \"nomic-embedd\"")]
    [InlineData("services.AddEdgeEmbeddingGenerator(\"nomic-embed\");", "EDGEAI026 \"nomic-embed\"")]
    public async Task The_model_of_an_embedding_generator_is_checked_as_well(string code, string finding) => (await FindingsAsync(Services + code)).Should().Equal(finding);

    [Theory]
    [InlineData("support-bot", "EDGEAI026")]
    [InlineData("bot", "EDGEAI026")]
    [InlineData("support-bott", "EDGEAI024")]
    public async Task Models_of_the_projects_own_catalogue_are_known(string id, string finding) =>
        (await FindingsAsync(Services + $"services.AddEdgeChatClient(\"{id}\");", Acme)).Should().Equal($"{finding} \"{id}\"");

    [Theory]
    [InlineData("support-bot", "EDGEAI026")]
    [InlineData("bot", "EDGEAI026")]
    [InlineData("bott", "EDGEAI024")]
    public async Task Models_of_a_referenced_projects_catalogue_are_known(string id, string finding)
    {
        var library = MetadataReference.CreateFromImage(new GeneratorRun(Acme).Emit());
        using var code = new AnalyzedCode(Services + $"services.AddEdgeChatClient(\"{id}\");", [], library);

        (await code.FindingsAsync()).Should().Equal($"{finding} \"{id}\"");
    }

    [Fact]
    public async Task An_alias_without_a_property_of_its_own_is_known()
    {
        var manifest = new TestFile("acme.edgemodels.json", TestManifest.Of(TestManifest.ModelNamed("a-b"), TestManifest.ModelNamed("c", "\"ab\", \"a_b\"")));

        (await FindingsAsync(Services + "services.AddEdgeChatClient(\"a_b\");", manifest)).Should().Equal("EDGEAI026 \"a_b\"");
    }

    [Theory]
    [InlineData("services.AddEdgeModelCatalog(Edge.AI.ModelCatalog.Load(\"a.json\"));")]
    [InlineData("var own = Edge.AI.ModelCatalog.Parse(\"{}\", \"a\"); services.AddEdgeModelCatalog(own);")]
    [InlineData("services.AddSingleton(new Edge.AI.ModelCatalog([]));")]
    [InlineData("services.AddSingleton(Edge.AI.ModelCatalog.Load(\"a.json\"));")]
    [InlineData("services.AddSingleton(Edge.AI.ModelCatalog.Parse(\"{}\", \"a\"));")]
    [InlineData("services.AddEdgeModelCatalog(Mine.Catalog); static class Mine { public static Edge.AI.ModelCatalog Catalog => throw new Exception(); }")]
    [InlineData("services.AddEdgeModelCatalog(Make()); static Edge.AI.ModelCatalog Make() => throw new Exception();")]
    public async Task An_unknown_id_is_not_reported_if_the_project_creates_catalogues_at_run_time(string code) =>
        (await FindingsAsync(Services + "services.AddEdgeChatClient(\"phi-33\"); " + code)).Should().BeEmpty();

    [Theory]
    [InlineData("services.AddEdgeModelCatalog(Acme.App.AcmeModels.Catalog);")]
    [InlineData("services.AddEdgeModelCatalog(catalog: Acme.App.AcmeModels.Catalog, conflict: Edge.AI.NameConflict.Replace);")]
    public async Task Ids_are_still_checked_if_only_generated_catalogues_are_added(string code) =>
        (await FindingsAsync(Services + "services.AddEdgeChatClient(\"phi-33\"); " + code, Acme)).Should().Equal("EDGEAI024 \"phi-33\"");

    [Theory]
    [InlineData("await Edge.AI.EdgeChatClient.Create(Edge.AI.EdgeModels.Phi3).GetResponseAsync([], new ChatOptions { ModelId = \"phi-33\" });")]
    [InlineData("await Edge.AI.EdgeChatClient.Create(Edge.AI.EdgeModels.Phi3).GetResponseAsync(\"hello\", new() { ModelId = \"phi-33\" });")]
    [InlineData("var client = Edge.AI.EdgeChatClient.Create(Edge.AI.EdgeModels.Phi3); var options = new ChatOptions { ModelId = \"phi-33\" }; client.GetStreamingResponseAsync(\"hello\", options);")]
    [InlineData("IChatClient client = Edge.AI.EdgeChatClient.Create(Edge.AI.EdgeModels.Phi3); var options = new ChatOptions(); options.ModelId = \"phi-33\"; client.GetStreamingResponseAsync(\"hello\", options);")]
    [InlineData("foreach (Edge.AI.EdgeChatClient client in services.BuildServiceProvider().GetServices<IChatClient>()) await client.GetResponseAsync(\"hello\", new() { ModelId = \"phi-33\" });")]
    [InlineData("var client = services.BuildServiceProvider().GetRequiredService<Edge.AI.EdgeChatClient>(); ChatOptions options; options = new() { ModelId = \"phi-33\" }; client.GetStreamingResponseAsync(\"hello\", options);")]
    public async Task The_model_of_a_request_is_checked_if_it_is_clearly_sent_to_Edge_AI(string code) =>
        (await FindingsAsync(Services + code)).Should().Equal("EDGEAI024 \"phi-33\"");

    [Theory]
    [InlineData("var options = new ChatOptions { ModelId = \"gpt-5\" };")]
    [InlineData("IChatClient client = null!; await client.GetResponseAsync(\"hello\", new ChatOptions { ModelId = \"gpt-5\" });")]
    [InlineData("IChatClient other = null!; var edge = Edge.AI.EdgeChatClient.Create(Edge.AI.EdgeModels.Phi3); var options = new ChatOptions { ModelId = \"gpt-5\" }; await other.GetResponseAsync(\"hello\", options); await edge.GetResponseAsync(\"hello\");")]
    public async Task The_model_of_a_request_to_another_provider_is_not_checked(string code) => (await FindingsAsync(Services + code)).Should().BeEmpty();

    private static async Task<IEnumerable<string>> FindingsAsync(string program, params TestFile[] manifests)
    {
        using var code = new AnalyzedCode(program, manifests);
        return await code.FindingsAsync();
    }
}
