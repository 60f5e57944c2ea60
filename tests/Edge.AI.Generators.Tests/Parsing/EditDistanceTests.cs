using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Generators.Tests.Parsing;

public class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("lenght", "length", 1)]
    [InlineData("abcd", "abcd", 0)]
    public void The_distance_counts_single_changes_and_swaps(string left, string right, int distance) => EditDistance.Between(left, right).Should().Be(distance);

    [Theory]
    [InlineData("licence", "license")]
    [InlineData("contextlenght", "contextLength")]
    [InlineData("SHA256", "sha256")]
    [InlineData("completely-different", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_suggested_only_if_it_is_near(string word, string? nearest) =>
        EditDistance.Nearest(word, ["license", "contextLength", "sha256"]).Should().Be(nearest);
}
