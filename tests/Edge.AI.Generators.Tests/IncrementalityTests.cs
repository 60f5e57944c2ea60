using Edge.AI.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;

namespace Edge.AI.Generators.Tests;

public class IncrementalityTests
{
    private static readonly TestFile First = new("first.edgemodels.json", TestManifest.Of(TestManifest.ModelNamed("a"), TestManifest.ModelNamed("b")));
    private static readonly TestFile Second = new("second.edgemodels.json", TestManifest.Of(TestManifest.ModelNamed("c")));

    [Fact]
    public void Every_step_is_tracked() => Warm().Result.Results.Single().TrackedSteps.Keys.Should().Contain(TrackingNames.All);

    [Fact]
    public void An_edit_of_code_repeats_no_step()
    {
        var run = Warm();

        run.AddCode("class Unrelated;");

        Steps(run, [.. TrackingNames.All]).Should().OnlyContain(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void Added_white_space_in_a_manifest_generates_no_source_again()
    {
        var run = Warm();

        run.Replace(First, First.With("\n\n" + First.Text));

        Steps(run, TrackingNames.Class, TrackingNames.Source).Should().OnlyContain(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void An_edit_of_one_model_generates_only_its_class_again()
    {
        var run = Warm();

        run.Replace(First, First.With(First.Text.Replace("\"contextLength\": 1,", "\"contextLength\": 2,", StringComparison.Ordinal)));

        Steps(run, TrackingNames.Source).Count(reason => reason == IncrementalStepRunReason.Modified).Should().Be(1);
    }

    [Fact]
    public void An_edit_of_one_of_a_thousand_models_generates_one_source_once()
    {
        var thousand = new TestFile("thousand.edgemodels.json", TestManifest.Of(Enumerable.Range(0, 1000).Select(number => TestManifest.ModelNamed($"model-{number}"))));
        var run = new GeneratorRun(First, thousand, Second);
        _ = run.Result;

        run.Replace(thousand, thousand.With(thousand.Text.Replace("\"displayName\": \"model-500\"", "\"displayName\": \"Another\"", StringComparison.Ordinal)));

        Steps(run, TrackingNames.Source).Should().BeEquivalentTo([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified]);
    }

    [Fact]
    public void A_file_that_is_included_twice_counts_once() => new GeneratorRun(First, First.With(First.Text)).Result.GeneratedTrees.Should().ContainSingle();

    [Fact]
    public void An_edit_of_one_manifest_keeps_the_source_of_the_other()
    {
        var run = Warm();

        run.Replace(First, First.With(TestManifest.Of()));

        Steps(run, TrackingNames.Source).Count(reason => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged).Should().Be(1);
    }

    [Fact]
    public void A_corrected_problem_is_no_longer_reported()
    {
        var broken = First.With("{");
        var run = new GeneratorRun(broken);
        run.Diagnostics().Should().NotBeEmpty();

        run.Replace(broken, First);

        run.Diagnostics().Should().BeEmpty();
    }

    private static GeneratorRun Warm()
    {
        var run = new GeneratorRun(First, Second);
        _ = run.Result;
        return run;
    }

    private static List<IncrementalStepRunReason> Steps(GeneratorRun run, params string[] names)
    {
        var steps = run.Result.Results.Single().TrackedSteps;
        return names.SelectMany(name => steps[name]).SelectMany(step => step.Outputs).Select(output => output.Reason).ToList();
    }
}
