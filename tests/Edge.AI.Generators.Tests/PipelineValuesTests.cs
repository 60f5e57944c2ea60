using System.Collections;
using System.Reflection;
using Edge.AI.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;

namespace Edge.AI.Generators.Tests;

/// <summary>All values that the pipeline keeps between two runs must have value equality. A symbol or a syntax tree would also keep a whole compilation alive.</summary>
public class PipelineValuesTests
{
    public static TheoryData<string> Steps => [.. TrackingNames.All];

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_keeps_nothing_of_the_compiler(string step) =>
        ValuesOf(step).SelectMany(Reachable).Where(IsOfCompiler).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Steps))]
    public void Every_value_of_a_step_compares_by_value(string step)
    {
        var (first, second) = (ValuesOf(step), ValuesOf(step));

        first.Should().NotBeEmpty();
        first.Zip(second).Should().OnlyContain(pair => !ReferenceEquals(pair.First, pair.Second) && pair.First.Equals(pair.Second) && pair.First.GetHashCode() == pair.Second.GetHashCode());
    }

    private static List<object> ValuesOf(string step) =>
        [.. new GeneratorRun(new TestFile("acme.edgemodels.json", TestManifest.Valid), new TestFile("broken.edgemodels.json", TestManifest.With("8192", "-8192"))).Result.Results.Single().TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Value)];

    private static bool IsOfCompiler(object value) =>
        Types(value).Any(type => type.Assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));

    private static IEnumerable<Type> Types(object value)
    {
        for (var type = value.GetType(); type is not null; type = type.BaseType)
            yield return type;
    }

    /// <summary>The value, and all values that are reachable through its fields.</summary>
    private static HashSet<object> Reachable(object value)
    {
        var (seen, open) = (new HashSet<object>(ReferenceEqualityComparer.Instance), new Stack<object?>([value]));
        while (open.TryPop(out var next))
        {
            if (next is null or string || next.GetType().IsPrimitive || next.GetType().IsEnum || !seen.Add(next))
                continue;

            if (next is IEnumerable items)
                foreach (var item in items)
                    open.Push(item);
            foreach (var field in Types(next).SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)))
                open.Push(field.GetValue(next));
        }

        return seen;
    }
}
