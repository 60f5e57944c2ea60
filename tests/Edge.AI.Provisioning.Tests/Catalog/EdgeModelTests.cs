namespace Edge.AI.Provisioning.Tests.Catalog;

public class EdgeModelTests
{
    private static readonly EdgeModel Model = TestModels.Named("a", "b");

    [Fact]
    public void Models_that_say_the_same_are_equal() => TestModels.Named("a", "b").Should().Be(Model);

    [Fact]
    public void Equal_models_have_the_same_hash_code() => TestModels.Named("a", "b").GetHashCode().Should().Be(Model.GetHashCode());

    [Fact]
    public void Models_with_other_files_differ() => (Model with { Files = [TestModels.File("other.gguf")] }).Should().NotBe(Model);

    [Fact]
    public void Models_with_other_mirrors_differ() =>
        (Model with { Files = [TestModels.File() with { Mirrors = [new("https://mirror.example.com")] }] }).Should().NotBe(Model);

    [Fact]
    public void Models_with_other_aliases_differ() => (Model with { Aliases = [] }).Should().NotBe(Model);

    [Fact]
    public void Models_with_equal_chat_settings_are_equal() =>
        (Model with { Chat = new() { Stop = ["</s>"] } }).Should().Be(Model with { Chat = new() { Stop = ["</s>"] } });

    [Fact]
    public void The_callers_list_is_copied()
    {
        var files = new List<ModelFile> { TestModels.File() };
        var model = Model with { Files = files };

        files.Clear();

        model.Files.Should().HaveCount(1);
    }

    [Fact]
    public void A_list_can_not_be_changed_through_the_model() => Model.Aliases.Should().NotBeAssignableTo<IList<string>>();

    [Fact]
    public void The_size_is_that_of_all_files() =>
        (Model with { Files = [TestModels.File("a", size: 2), TestModels.File("b", size: 3)] }).Size.Should().Be(5);

    public static TheoryData<string, Func<EdgeModel>> Unsafe => new()
    {
        { "Id", () => Model with { Id = "../a" } },
        { "Id", () => Model with { Id = "CON" } },
        { "Id", () => Model with { Id = null! } },
        { "DisplayName", () => Model with { DisplayName = " " } },
        { "License", () => Model with { License = "a\nb" } },
        { "ContextLength", () => Model with { ContextLength = 0 } },
        { "Capabilities", () => Model with { Capabilities = (ModelCapabilities)16 } },
        { "Files", () => Model with { Files = [] } },
        { "Files", () => Model with { Files = [null!] } },
        { "Files", () => Model with { Files = null! } },
        { "Files", () => Model with { Files = [TestModels.File("a"), TestModels.File("A")] } },
        { "Files", () => Model with { Files = [TestModels.File("a", size: long.MaxValue), TestModels.File("b")] } },
        { "Aliases", () => Model with { Aliases = ["a/b"] } },
        { "Aliases", () => Model with { Aliases = [null!] } },
        { "Family", () => Model with { Family = "" } },
        { "Parameters", () => Model with { Parameters = "" } },
        { "Quantization", () => Model with { Quantization = "" } },
        { "Homepage", () => Model with { Homepage = new("http://example.com") } },
        { "Template", () => Model with { Chat = new() { Template = "" } } },
        { "Stop", () => Model with { Chat = new() { Stop = [""] } } },
        { "Name", () => Model with { Files = [TestModels.File("../a")] } },
        { "Name", () => Model with { Files = [TestModels.File() with { Name = "a\0b" }] } },
        { "Source", () => Model with { Files = [TestModels.File(source: "http://example.com/a")] } },
        { "Source", () => Model with { Files = [TestModels.File(source: "app:../a")] } },
        { "Source", () => Model with { Files = [TestModels.File(source: "a.gguf")] } },
        { "Source", () => Model with { Files = [TestModels.File() with { Source = new("file:///etc/passwd") }] } },
        { "Size", () => Model with { Files = [TestModels.File(size: 0)] } },
        { "Size", () => Model with { Files = [TestModels.File() with { Size = -1 }] } },
        { "Mirrors", () => Model with { Files = [TestModels.File() with { Mirrors = [new("ftp://example.com/a")] }] } },
    };

    [Theory]
    [MemberData(nameof(Unsafe), DisableDiscoveryEnumeration = true)]
    public void An_unsafe_value_is_refused_when_it_is_set(string property, Func<EdgeModel> create) =>
        create.Should().Throw<ArgumentException>().WithParameterName(property);
}
