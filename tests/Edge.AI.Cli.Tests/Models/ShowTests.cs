using System.Text.Json;
using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Models;

public sealed class ShowTests : ToolTest
{
    [Fact]
    public async Task A_model_is_found_by_its_alias_and_shown_with_its_files()
    {
        var file = Serve();

        var (exitCode, output, errors) = await RunAsync("models", "show", "tiny-alias");

        (exitCode, errors).Should().Be((0, ""));
        output.Should().Contain("Model tiny").And.Contain("(1048576 bytes)").And.Contain(file.Uri.ToString());
    }

    [Fact]
    public async Task The_properties_of_a_model_have_the_documented_names()
    {
        Serve();

        var model = (await RunAsync("models", "show", "tiny", "--json")).Lines.Should().ContainSingle().Subject;

        NamesOf(model).Should().Equal("type", "id", "displayName", "license", "contextLength", "capabilities", "size", "onDisk", "bytesOnDisk", "files", "aliases");
        NamesOf(model.GetProperty("files")[0]).Should().Equal("name", "url", "size", "sha256", "bytesOnDisk", "resume");
        NamesOf((await RunAsync("models", "show", "phi-3", "--json")).Lines[0]).Should().EndWith(["aliases", "family", "parameters", "quantization", "homepage"]);
    }

    private static IEnumerable<string> NamesOf(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
