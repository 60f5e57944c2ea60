using System.Globalization;
using Edge.AI.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.AI.Tests.Grammars;

public sealed class NumberRangeTests(NoiseModel noise)
{
    [Fact]
    public async Task Integers_between_two_are_exactly_those()
    {
        var model = await noise.Loaded;
        foreach (var (least, most) in (ReadOnlySpan<(int, int)>)[(0, 0), (0, 9), (1, 10), (7, 123), (99, 101), (-5, 5), (-120, -7), (-1, 0), (19, 21), (100, 199), (-100, 205)])
        {
            var grammar = SchemaGrammars.Of($$"""{"type":"integer","minimum":{{least}},"maximum":{{most}}}""");
            var taken = Enumerable.Range(-300, 601).Where(number => model.Takes(grammar, Text(number)));
            taken.Should().Equal(Enumerable.Range(least, most - least + 1), $"the bounds are {least} and {most}\n{grammar.Gbnf}");
        }
    }

    [Fact]
    public async Task Any_integer_is_taken_just_when_it_is_within_its_bounds()
    {
        var model = await noise.Loaded;
        var numbers = Gen.OneOf(Gen.Choose(-2000, 2000), Gen.Choose(int.MinValue, int.MaxValue), Gen.Elements(0, 9, 10, 99, 100, 999, 1000, -1, -9, -10)).Select(number => (long)number);
        var cases = from bounds in Gen.Two(numbers) from near in Gen.Choose(-2, 2) from other in numbers from atLeast in Gen.Elements(0, 1, 2) select (bounds.Item1, bounds.Item2, near, other, atLeast);

        Prop.ForAll(cases.ToArbitrary(), test =>
        {
            var (least, most) = (Math.Min(test.Item1, test.Item2), Math.Max(test.Item1, test.Item2));
            var grammar = SchemaGrammars.Of(test.atLeast switch
            {
                0 => $$"""{"type":"integer","minimum":{{least}},"maximum":{{most}}}""",
                1 => $$"""{"type":"integer","exclusiveMinimum":{{least - 1}}}""",
                _ => $$"""{"type":"integer","exclusiveMaximum":{{most + 1}}}""",
            });
            return new[] { test.other, least + test.near, most + test.near }.All(number =>
                model.Takes(grammar, Text(number)) == ((test.atLeast == 2 || number >= least) && (test.atLeast == 1 || number <= most)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public async Task Any_number_is_taken_just_when_it_is_within_its_bounds()
    {
        var model = await noise.Loaded;
        var numbers = from unscaled in Gen.OneOf(Gen.Choose(-200, 200), Gen.Choose(-1_000_000, 1_000_000)) from scale in Gen.Choose(0, 4) select new decimal(unscaled) / Power(scale);
        var cases = from bounds in Gen.Two(numbers)
                    from others in numbers.ArrayOf(8)
                    from near in Gen.Elements(-1m, -0.1m, -0.001m, 0, 0.0001m, 0.01m, 1)
                    from kind in Gen.Choose(0, 5)
                    select (bounds.Item1, bounds.Item2, others, near, kind);

        Prop.ForAll(cases.ToArbitrary(), test =>
        {
            var (least, most) = (Math.Min(test.Item1, test.Item2), Math.Max(test.Item1, test.Item2) + (test.Item1 == test.Item2 ? 0.5m : 0));
            var (low, high) = test.kind switch
            {
                0 => ("minimum", "maximum"),
                1 => ("exclusiveMinimum", "maximum"),
                2 => ("minimum", "exclusiveMaximum"),
                3 => ("exclusiveMinimum", "exclusiveMaximum"),
                4 => ("minimum", "description"),
                _ => ("description", "exclusiveMaximum"),
            };
            var grammar = SchemaGrammars.Of($$"""{"type":"number","{{low}}":{{Text(least)}},"{{high}}":{{Text(most)}}}""");
            foreach (var number in test.others.Append(least + test.near).Append(most + test.near))
            {
                var isIn = (low == "description" || (low == "minimum" ? number >= least : number > least)) && (high == "description" || (high == "maximum" ? number <= most : number < most));
                model.Takes(grammar, Text(number)).Should().Be(isIn, $"{Text(number)} is {(isIn ? "" : "not ")}between {low} {Text(least)} and {high} {Text(most)}\n{grammar.Gbnf}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory]
    [InlineData("""{"type":"number"}""", new[] { "0", "-1.5", "6.02e23", "1E-7" }, new[] { "01", ".5", "1.", "+1", "NaN" })]
    [InlineData("""{"type":"number","minimum":-1.7976931348623157E+308,"maximum":1.7976931348623157E+308}""", new[] { "0", "-1.5" }, new[] { "x" })]
    [InlineData("""{"type":"integer","minimum":1.5,"maximum":2.5}""", new[] { "2" }, new[] { "1", "3" })]
    [InlineData("""{"type":"integer","minimum":3,"exclusiveMinimum":true}""", new[] { "4" }, new[] { "3" })]
    [InlineData("""{"type":"integer","minimum":1,"exclusiveMinimum":4,"maximum":9,"exclusiveMaximum":7}""", new[] { "5", "6" }, new[] { "4", "7" })]
    [InlineData("""{"type":"integer","minimum":5,"exclusiveMinimum":2,"maximum":6,"exclusiveMaximum":9}""", new[] { "5", "6" }, new[] { "4", "7" })]
    [InlineData("""{"type":"number","minimum":0,"maximum":1}""", new[] { "0", "1", "0.5", "1.0", "0.123456789" }, new[] { "1.01", "-0.1", "-0" })]
    public async Task Bounds_of_all_kinds_are_understood(string schema, string[] taken, string[] refused)
    {
        var model = await noise.Loaded;
        var grammar = SchemaGrammars.Of(schema);

        taken.Should().OnlyContain(text => model.Takes(grammar, text));
        refused.Should().NotContain(text => model.Takes(grammar, text));
    }

    private static decimal Power(int exponent) => (decimal)Math.Pow(10, exponent);

    private static string Text(decimal number) => number.ToString("0.########", CultureInfo.InvariantCulture);
}
