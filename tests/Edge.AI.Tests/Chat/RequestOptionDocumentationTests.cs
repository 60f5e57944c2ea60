using System.Globalization;
using Edge.AI.Inference;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Chat;

/// <summary>The tables of docs/reference/request-options.md and the options in the code, compared in both directions.</summary>
public sealed class RequestOptionDocumentationTests
{
    private const string Page = "request-options.md";

    public static TheoryData<string> Numbers { get; } = [.. SamplingParameters.All.Select(parameter => parameter.Name)];

    [Fact]
    public void Every_option_of_a_request_has_a_row() =>
        DocumentedTable.Read(Page, "number").Select(row => row["number"]).Concat(DocumentedTable.Read(Page, "option").SelectMany(row => DocumentedTable.Names(row["option"])))
            .Should().BeEquivalentTo(typeof(EdgeChatOptions).GetProperties().Select(property => property.Name), "docs/reference/request-options.md has one row for each property of EdgeChatOptions");

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_range_of_a_number_is_the_documented_one(string name)
    {
        var parameter = ParameterOf(name);
        var range = RowOf(name)["range"].Split(" to ").Select(bound => double.Parse(bound, CultureInfo.InvariantCulture)).ToArray();
        var step = parameter.IsWhole ? 1 : 1e-4;

        (Accepts(range[0]), Accepts(range[1]), Accepts(range[0] - step)).Should().Be((true, true, false), $"the documented range is {RowOf(name)["range"]}");
        Accepts(range[1] + step).Should().Be(range[1] >= int.MaxValue, $"the documented range is {RowOf(name)["range"]}");

        bool Accepts(double value)
        {
            var options = new EdgeChatOptions();
            parameter.Set(options, value);
            try
            {
                parameter.Validate(options);
                return true;
            }
            catch (EdgeOptionException)
            {
                return false;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_default_of_a_number_is_the_documented_one(string name) =>
        RowOf(name)["default"].Should().Be(Convert.ToString(typeof(SamplingSettings).GetProperty(name)!.GetValue(new SamplingSettings()), CultureInfo.InvariantCulture));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_names_of_a_number_in_additional_properties_are_the_documented_ones(string name) =>
        DocumentedTable.Names(RowOf(name)["names in `AdditionalProperties`"]).Should().Equal(ParameterOf(name).Names);

    private static SamplingParameter ParameterOf(string name) => SamplingParameters.All.Single(parameter => parameter.Name == name);

    private static IReadOnlyDictionary<string, string> RowOf(string name) => DocumentedTable.Read(Page, "number").Single(row => row["number"] == name);
}
