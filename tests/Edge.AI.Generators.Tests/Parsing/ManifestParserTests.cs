using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Generators.Tests.Parsing;

public class ManifestParserTests
{
    [Fact]
    public void A_valid_manifest_has_no_problem() => TestManifest.Parse(TestManifest.Valid).Problems.Should().BeEmpty();

    [Fact]
    public void Every_property_of_a_manifest_is_read()
    {
        var model = TestManifest.Parse(TestManifest.Valid).Models.Should().ContainSingle().Which;

        model.Should().Be(new ManifestModel(
            "support-bot",
            "Support bot",
            "Apache-2.0",
            8192,
            new(["chat", "tools"]),
            new([new(
                "bot-q4_k_m.gguf",
                "https://models.example.com/bot-q4_k_m.gguf",
                1055609536,
                "5a1395716f7913741cc51d98581b9b1228d80987a9f7d3664106742eb06bba83",
                new(["https://mirror.example.com/bot-q4_k_m.gguf"]))]),
            new(["bot"]),
            "SmolLM2",
            "1.7B",
            "Q4_K_M",
            "https://example.com/bot",
            new("{{ messages }}", new(["</s>"])),
            new(new([768, 256]), "query: ", "passage: ")));
    }

    [Fact]
    public void A_manifest_without_models_is_valid() => TestManifest.Parse(TestManifest.Of()).Problems.Should().BeEmpty();

    [Fact]
    public void Optional_properties_may_be_missing() => TestManifest.Parse("""
        { "schemaVersion": 1, "models": [ {
          "id": "a", "displayName": "A", "license": "MIT", "contextLength": 1, "capabilities": ["embeddings"],
          "files": [ { "name": "a", "url": "app:a/b.gguf", "size": 1, "sha256": "0000000000000000000000000000000000000000000000000000000000000000" } ]
        } ] }
        """).Problems.Should().BeEmpty();

    [Theory]
    [InlineData("EDGEAI002", "\"family\": \"SmolLM2\"", "¦\"famly\": \"SmolLM2\"")]
    [InlineData("EDGEAI002", "\"schemaVersion\": 1,", "\"schemaVersion\": 1, ¦\"x\": 1,")]
    [InlineData("EDGEAI002", "\"size\": 1055609536,", "\"size\": 1055609536, ¦\"Size\": 1,")]
    [InlineData("EDGEAI002", "\"template\": \"{{ messages }}\"", "¦\"templates\": \"\"")]
    [InlineData("EDGEAI004", "\"family\": \"SmolLM2\"", "\"family\": \"SmolLM2\", ¦\"family\": \"SmolLM2\"")]
    [InlineData("EDGEAI005", "\"family\": \"SmolLM2\"", "\"family\": ¦null")]
    [InlineData("EDGEAI005", "\"Support bot\"", "¦1")]
    [InlineData("EDGEAI005", "8192", "¦\"8192\"")]
    [InlineData("EDGEAI005", "1055609536", "¦\"1055609536\"")]
    [InlineData("EDGEAI005", "[\"chat\", \"tools\"]", "¦\"chat\"")]
    [InlineData("EDGEAI005", "[\"chat\", \"tools\"]", "[\"chat\", ¦[]]")]
    [InlineData("EDGEAI005", "[\"bot\"]", "¦{}")]
    [InlineData("EDGEAI005", "{ \"template\": \"{{ messages }}\", \"stop\": [\"</s>\"] }", "¦true")]
    [InlineData("EDGEAI005", "\"schemaVersion\": 1", "\"schemaVersion\": ¦\"1\"")]
    [InlineData("EDGEAI005", "\"edgemodels.schema.json\"", "¦1")]
    [InlineData("EDGEAI006", "\"schemaVersion\": 1", "\"schemaVersion\": ¦2")]
    [InlineData("EDGEAI006", "\"schemaVersion\": 1", "\"schemaVersion\": ¦1.0")]
    [InlineData("EDGEAI007", "\"support-bot\"", "¦\"Support-Bot\"")]
    [InlineData("EDGEAI007", "\"support-bot\"", "¦\"\"")]
    [InlineData("EDGEAI007", "[\"bot\"]", "[¦\"../bot\"]")]
    [InlineData("EDGEAI008", "[\"bot\"]", "[\"bot\", ¦\"bot\"]")]
    [InlineData("EDGEAI008", "[\"bot\"]", "[¦\"support-bot\"]")]
    [InlineData("EDGEAI009", "\"Support bot\"", "¦\"  \"")]
    [InlineData("EDGEAI009", "\"Support bot\"", "¦\"a\\nb\"")]
    [InlineData("EDGEAI009", "\"Apache-2.0\"", "¦\"\"")]
    [InlineData("EDGEAI009", "[\"</s>\"]", "[¦\"\"]")]
    [InlineData("EDGEAI009", "\"{{ messages }}\"", "¦\"\"")]
    [InlineData("EDGEAI010", "8192", "¦0")]
    [InlineData("EDGEAI010", "8192", "¦-1")]
    [InlineData("EDGEAI010", "8192", "¦2147483648")]
    [InlineData("EDGEAI010", "8192", "¦8192.5")]
    [InlineData("EDGEAI011", "\"tools\"", "¦\"vision\"")]
    [InlineData("EDGEAI011", "\"tools\"", "¦\"Tools\"")]
    [InlineData("EDGEAI012", "[\"chat\", \"tools\"]", "¦[]")]
    [InlineData("EDGEAI013", "\"bot-q4_k_m.gguf\"", "¦\"../bot.gguf\"")]
    [InlineData("EDGEAI013", "\"bot-q4_k_m.gguf\"", "¦\"bot\\u0000.gguf\"")]
    [InlineData("EDGEAI028", "\"bot-q4_k_m.gguf\"", "¦\"bot-00001-of-00002.gguf\"")]
    [InlineData("EDGEAI028", "\"bot-q4_k_m.gguf\"", "¦\"bot-00003-of-00002.gguf\"")]
    [InlineData("EDGEAI015", "\"https://models.example.com/bot-q4_k_m.gguf\"", "¦\"http://models.example.com/bot\"")]
    [InlineData("EDGEAI015", "\"https://mirror.example.com/bot-q4_k_m.gguf\"", "¦\"ftp://mirror.example.com/bot\"")]
    [InlineData("EDGEAI015", "\"https://example.com/bot\"", "¦\"app:bot\"")]
    [InlineData("EDGEAI016", "1055609536", "¦0")]
    [InlineData("EDGEAI016", "1055609536", "¦-1")]
    [InlineData("EDGEAI016", "1055609536", "¦9223372036854775808")]
    [InlineData("EDGEAI016", "1055609536", "¦1.5")]
    [InlineData("EDGEAI016", "1055609536", "¦1e9")]
    [InlineData("EDGEAI017", "\"5A1395716f7913741cc51d98581b9b1228d80987a9f7d3664106742eb06bba83\"", "¦\"5A13\"")]
    [InlineData("EDGEAI017", "\"5A1395716f7913741cc51d98581b9b1228d80987a9f7d3664106742eb06bba83\"", "¦\"gA1395716f7913741cc51d98581b9b1228d80987a9f7d3664106742eb06bba83\"")]
    [InlineData("EDGEAI002", "\"queryPrefix\"", "¦\"queryprefix\"")]
    [InlineData("EDGEAI005", "[768, 256]", "¦768")]
    [InlineData("EDGEAI005", "[768, 256]", "[768, ¦\"256\"]")]
    [InlineData("EDGEAI009", "\"query: \"", "¦\"\"")]
    [InlineData("EDGEAI029", "[768, 256]", "[768, ¦0]")]
    [InlineData("EDGEAI029", "[768, 256]", "[¦65537, 256]")]
    [InlineData("EDGEAI029", "[768, 256]", "¦[256, 768]")]
    public void A_wrong_value_is_reported_at_its_location(string id, string piece, string replacement) =>
        TestManifest.OnlyProblem(TestManifest.With(piece, replacement), id);

    [Theory]
    [InlineData("\"schemaVersion\": 1,", "{\n  \"$schema\"", "¦{\n  \"$schema\"")]
    [InlineData("\"id\": \"support-bot\",", "{\n      \"id\"", "¦{\n      \"id\"")]
    [InlineData("\"size\": 1055609536,", "{\n          \"name\"", "¦{\n          \"name\"")]
    public void A_missing_property_is_reported_at_the_brace_of_its_object(string property, string brace, string marked) =>
        TestManifest.OnlyProblem(TestManifest.With(brace, marked).Replace(property, "", StringComparison.Ordinal), "EDGEAI003");

    [Theory]
    [InlineData("EDGEAI022", "\"license\": \"Apache-2.0\",", "{\n      \"id\"", "¦{\n      \"id\"")]
    [InlineData("EDGEAI023", "\"sha256\": \"5A1395716f7913741cc51d98581b9b1228d80987a9f7d3664106742eb06bba83\",", "{\n          \"name\"", "¦{\n          \"name\"")]
    public void A_missing_recommended_property_is_reported_and_the_model_is_still_read(string id, string property, string brace, string marked)
    {
        var text = TestManifest.With(brace, marked).Replace(property, "", StringComparison.Ordinal);

        TestManifest.OnlyProblem(text, id);
        TestManifest.Parse(text.Replace("¦", "", StringComparison.Ordinal)).Models.Should().ContainSingle();
    }

    [Fact]
    public void The_location_of_a_problem_covers_the_whole_value()
    {
        var span = TestManifest.Parse(TestManifest.With("8192", "-81")).Problems.Should().ContainSingle().Which.Span;

        TestManifest.With("8192", "-81").Substring(span.Offset, span.Length).Should().Be("-81");
    }

    [Fact]
    public void An_unknown_property_is_reported_with_the_nearest_name() =>
        TestManifest.OnlyProblem(TestManifest.With("\"family\": \"SmolLM2\"", "¦\"famly\": \"SmolLM2\""), "EDGEAI002").Message
            .Should().Be("'famly' is not a property of a model. Did you mean 'family'?");

    [Fact]
    public void An_unknown_property_without_a_near_name_is_reported_with_all_names() =>
        TestManifest.OnlyProblem(TestManifest.With("\"schemaVersion\": 1,", "\"schemaVersion\": 1, ¦\"x\": 1,"), "EDGEAI002").Message
            .Should().Be("'x' is not a property of the manifest. The properties are schemaVersion, models, $schema.");

    [Fact]
    public void An_id_is_unique_among_models() =>
        TestManifest.OnlyProblem(TestManifest.Of(TestManifest.ModelNamed("a"), TestManifest.ModelNamed("a").Replace("\"a\", \"displayName\"", "¦\"a\", \"displayName\"", StringComparison.Ordinal)), "EDGEAI008");

    [Fact]
    public void An_alias_may_not_be_the_id_of_a_model_further_down() =>
        TestManifest.OnlyProblem(TestManifest.Of(TestManifest.ModelNamed("a", "¦\"b\""), TestManifest.ModelNamed("b")), "EDGEAI008");

    [Fact]
    public void An_alias_belongs_to_one_model() =>
        TestManifest.OnlyProblem(TestManifest.Of(TestManifest.ModelNamed("a", "\"x\""), TestManifest.ModelNamed("b", "¦\"x\"")), "EDGEAI008");

    [Fact]
    public void The_first_of_two_models_keeps_their_common_name() =>
        TestManifest.Parse(TestManifest.Of(TestManifest.ModelNamed("a", "\"x\""), TestManifest.ModelNamed("b", "\"x\""))).Models
            .Select(model => model.Id).Should().Equal("a");

    [Fact]
    public void File_names_that_differ_only_in_case_clash()
    {
        const string first = """{ "name": "BOT-Q4_k_m.gguf", "url": "https://example.com/a", "size": 1, "sha256": "0000000000000000000000000000000000000000000000000000000000000000" },""";
        var text = TestManifest.With("\"files\": [", "\"files\": [" + first).Replace("\"bot-q4_k_m.gguf\",", "¦\"bot-q4_k_m.gguf\",", StringComparison.Ordinal);

        TestManifest.OnlyProblem(text, "EDGEAI014");
    }

    [Fact]
    public void A_missing_part_is_one_problem_at_the_first_part_and_none_in_an_incomplete_list()
    {
        const string second = """{ "name": "big-00002-of-00003.gguf", "url": "https://example.com/2", "size": 1, "sha256": "0000000000000000000000000000000000000000000000000000000000000000" },""";
        var text = TestManifest.With("\"files\": [", "\"files\": [" + second.Replace("\"big", "¦\"big", StringComparison.Ordinal)).Replace("bot-q4_k_m.gguf\",", "big-00003-of-00003.gguf\",", StringComparison.Ordinal);

        TestManifest.OnlyProblem(text, "EDGEAI028").Message.Should().Contain("part 1");
        TestManifest.Parse(text.Replace("¦", "", StringComparison.Ordinal).Replace("\"size\": 1055609536,", "\"size\": ", StringComparison.Ordinal)).Problems.Should().OnlyContain(problem => problem.Id == "EDGEAI001");
    }

    [Fact]
    public void Files_with_a_total_size_beyond_a_long_are_refused()
    {
        const string first = """{ "name": "a", "url": "https://example.com/a", "size": 9223372036854775807, "sha256": "0000000000000000000000000000000000000000000000000000000000000000" },""";

        TestManifest.OnlyProblem(TestManifest.With("\"files\": [", "\"files\": [" + first).Replace("1055609536", "¦1055609536", StringComparison.Ordinal), "EDGEAI016");
    }

    [Fact]
    public void A_model_needs_at_least_one_file() => TestManifest.OnlyProblem("""
        { "schemaVersion": 1, "models": [ {
          "id": "a", "displayName": "A", "license": "MIT", "contextLength": 1, "capabilities": ["embeddings"], "files": ¦[]
        } ] }
        """, "EDGEAI012");

    [Theory]
    [InlineData("¦[]")]
    [InlineData("¦\"text\"")]
    [InlineData("  ¦null")]
    public void A_manifest_must_be_an_object(string text) => TestManifest.OnlyProblem(text, "EDGEAI005");

    [Fact]
    public void Models_beside_an_invalid_one_are_read()
    {
        var manifest = TestManifest.Parse(TestManifest.Of(TestManifest.ModelNamed("a"), TestManifest.ModelNamed("B"), TestManifest.ModelNamed("c")));

        manifest.Models.Select(model => model.Id).Should().Equal("a", "c");
    }

    [Fact]
    public void Models_above_a_syntax_error_are_read()
    {
        var text = TestManifest.Of(TestManifest.ModelNamed("a"), TestManifest.ModelNamed("b"));

        TestManifest.Parse(text[..^40]).Models.Select(model => model.Id).Should().Equal("a");
    }

    [Fact]
    public void An_incomplete_manifest_has_only_one_problem() =>
        TestManifest.OnlyProblem(TestManifest.Valid[..TestManifest.Valid.IndexOf("\"license\"", StringComparison.Ordinal)] + "¦", "EDGEAI001");

    [Fact]
    public void Problems_come_in_the_order_of_the_text()
    {
        var text = TestManifest.Of(TestManifest.ModelNamed("a", "\"b\""), TestManifest.ModelNamed("b"), TestManifest.ModelNamed("C"));

        TestManifest.Parse(text).Problems.Select(problem => problem.Id).Should().Equal("EDGEAI008", "EDGEAI007");
    }

    [Fact]
    public void A_text_that_is_too_long_is_not_parsed() =>
        TestManifest.Parse(new string(' ', ManifestParser.MaxLength + 1)).Problems.Should().ContainSingle().Which.Id.Should().Be("EDGEAI018");

    [Fact]
    public void The_number_of_reported_problems_is_limited() =>
        TestManifest.Parse($$"""{ "models": [{{string.Join(',', Enumerable.Repeat("1", 1_000_000))}}] }""").Problems.Should().HaveCount(100);

    [Fact]
    public void The_same_text_gives_an_equal_result() => TestManifest.Parse(TestManifest.Valid).Should().Be(TestManifest.Parse(TestManifest.Valid));
}
