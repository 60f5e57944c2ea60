using System.Globalization;
using System.Reflection;
using Edge.AI.Common;
using Edge.AI.Hosting;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Edge.AI.Tests.Hosting;

/// <summary>The table of docs/configuration.md and the options in the code, compared in both directions.</summary>
public sealed class ConfigurationDocumentationTests
{
    private static readonly (string Section, Type Options)[] s_sections =
    [
        ("EdgeAI", typeof(ProvisioningOptions)),
        ("EdgeAI:Retry", typeof(DownloadRetryOptions)),
        ("EdgeAI", typeof(SharedSettings)),
        ("EdgeAI", typeof(EdgeAIOptions)),
        ("EdgeAI:Clients:NAME", typeof(EdgeChatClientOptions)),
        ("EdgeAI:Clients:NAME:LoraAdapters:N", typeof(LoraAdapter)),
        ("EdgeAI:Embeddings:NAME", typeof(EdgeEmbeddingGeneratorOptions)),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_documentation_has_every_option_with_type_unit_default_range_and_when_it_applies() =>
        DocumentedTable.Read("configuration.md", "key").Select(row => new Option(row["key"], row["type"], row["unit"], row["default"], row["allowed"], row["applies"]))
            .Should().BeEquivalentTo(Options(), "the table of docs/configuration.md has a row for each option");

    [Fact]
    public void Every_number_time_and_name_says_what_is_allowed() =>
        Options().Where(option => option.Type is "whole number" or "number" or "time" or "name" or "address" && option.Allowed == "–").Should().BeEmpty();

    public static TheoryData<string, string, string> BadValues()
    {
        TheoryData<string, string, string> values = [];
        foreach (var option in Options())
        {
            foreach (var bad in BadValuesOf(option))
                values.Add(option.Key, bad, option.Allowed == "–" ? option.Type : option.Allowed);
        }

        return values;
    }

    [Theory]
    [MemberData(nameof(BadValues))]
    public async Task A_bad_value_ends_the_start_and_the_error_names_key_value_and_what_is_allowed(string key, string value, string allowed)
    {
        key = key.Replace("NAME", "edge-tiny", StringComparison.Ordinal).Replace(":N:", ":0:", StringComparison.Ordinal);
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration["EdgeAI:Clients:edge-tiny:LoraAdapters:0:Path"] = "adapter.gguf";
        builder.Configuration[key] = value;
        if (key.StartsWith("EdgeAI:Embeddings:", StringComparison.Ordinal))
            builder.Services.AddKeyedEdgeEmbeddingGenerator("edge-tiny", EdgeModels.AllMinilm);
        else
            builder.Services.AddEdgeChatClient();
        using var host = builder.Build();

        var error = (await host.Awaiting(it => it.StartAsync(Cancellation)).Should().ThrowAsync<OptionsValidationException>()).Which;

        error.Message.Should().Contain($"{key}: '{value}").And.Contain($"' is not {allowed}");
    }

    private static IEnumerable<string> BadValuesOf(Option option) => option.Type switch
    {
        "whole number" or "number" => [.. OutsideOf(option.Allowed), "many"],
        "time" => [.. OutsideOf(option.Allowed), "soon"],
        "name" => ["99", "Sometimes"],
        "true or false" => ["perhaps"],
        "address" => ["ftp://example.org/"],
        "text" when option.Allowed != "–" => [""],
        _ => [],
    };

    /// <summary>A value just below and just above a range.</summary>
    private static IEnumerable<string> OutsideOf(string allowed)
    {
        var words = allowed.Split(' ');
        if (words is [var least, "or", "more", ..])
            return [Beside(least, -1)];

        return [Beside(words[1], -1), Beside(words[3], +1)];

        static string Beside(string value, int by) => value.Contains(':', StringComparison.Ordinal)
            ? (TimeSpan.Parse(value, CultureInfo.InvariantCulture) + TimeSpan.FromSeconds(by)).ToString("c", CultureInfo.InvariantCulture)
            : (decimal.Parse(value, CultureInfo.InvariantCulture) + by).ToString(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<Option> Options() => s_sections.SelectMany(section => section.Options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => TypeOf(property.PropertyType) is not null)
        .Select(property => OptionOf(property, section.Section, Activator.CreateInstance(section.Options)!)));

    private static Option OptionOf(PropertyInfo property, string section, object defaults)
    {
        return new(
            $"{section}:{property.Name}",
            TypeOf(property.PropertyType)!,
            Described(property, nameof(WithinAttribute.Unit)) ?? "–",
            TextOf(property.GetValue(defaults)),
            Described(property, nameof(AllowedAttribute.Text)) ?? "–",
            property.GetCustomAttributes().All(attribute => attribute.GetType().Name != nameof(LiveAttribute)) ? "after a restart" : "at once");
    }

    /// <summary>Each assembly has the attributes as types of its own, so they are found by name.</summary>
    private static string? Described(PropertyInfo option, string what) => option.GetCustomAttributes()
        .Where(attribute => attribute.GetType().BaseType?.Name == nameof(AllowedAttribute))
        .Select(attribute => (string?)attribute.GetType().GetProperty(what)?.GetValue(attribute))
        .FirstOrDefault();

    private static string TextOf(object? value) => value switch
    {
        null or "" or IList<string> or IDictionary<string, string> => "–",
        bool flag => flag ? "true" : "false",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>How the page calls a type; null for what is not a value: callbacks, and options of their own.</summary>
    private static string? TypeOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var it when it == typeof(string) => "text",
        var it when it == typeof(int) || it == typeof(long) => "whole number",
        var it when it == typeof(float) || it == typeof(double) => "number",
        var it when it == typeof(bool) => "true or false",
        var it when it == typeof(TimeSpan) => "time",
        var it when it == typeof(Uri) => "address",
        { IsEnum: true } => "name",
        var it when it == typeof(IList<string>) => "list of texts",
        var it when it == typeof(IDictionary<string, string>) => "texts by name",
        _ => null,
    };

    private sealed record Option(string Key, string Type, string Unit, string Default, string Allowed, string Applies);
}
