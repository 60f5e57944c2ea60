using System.Globalization;
using System.Text.Json;
using Edge.AI.Tests.Support;

namespace Edge.AI.Templates.Tests;

public class SharedTemplatesTests
{
    public static TheoryData<string?> Files
    {
        get
        {
            var files = SharedTemplates.Folder is { } folder ? Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(file => Path.GetFileNameWithoutExtension(file)) : [];
            return [.. files.DefaultIfEmpty<string?>(null)];
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_published_template_renders_every_conversation_as_the_reference_does(string? file)
    {
        if (file is null)
            Assert.Skip("No folder shared/templates beside the repository, and EDGE_AI_TEMPLATES names none.");

        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedTemplates.Folder!, file + ".json")));
        var now = DateTimeOffset.Parse(document.RootElement.GetProperty("now").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var template = ChatTemplate.Parse(document.RootElement.GetProperty("template").GetString()!, file);
        foreach (var conversation in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var name = conversation.GetProperty("name").GetString();
            var render = () => template.Render(Variables(conversation.GetProperty("input")), new() { Now = now }).Text;
            if (conversation.TryGetProperty("expected", out var expected))
                render().Should().Be(expected.GetString(), "the reference renders '{0}' so", name);
            else
                render.Should().Throw<TemplateException>("the reference fails on '{0}'", name);
        }
    }

    private static Dictionary<string, object?> Variables(JsonElement input) =>
        input.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value, StringComparer.Ordinal);
}
