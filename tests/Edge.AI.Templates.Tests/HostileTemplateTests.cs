using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Edge.AI.Testing;
using Edge.AI.Tests.Support;

namespace Edge.AI.Templates.Tests;

/// <summary>
/// With EDGE_AI_HOSTILE_TEMPLATES=all every template is rendered with the default budget, and again in a loop: minutes.
/// Without it each is rendered once, with a few milliseconds of work.
/// </summary>
public partial class HostileTemplateTests
{
    private static readonly bool All = Environment.GetEnvironmentVariable("EDGE_AI_HOSTILE_TEMPLATES") is "all";

    /// <summary>Bytes of the process's memory that all renderings together may add at their peak, and bytes that one short rendering may allocate.</summary>
    private static readonly long MaxMemory = 6 * new RenderBudget().MaxBytes;

    private static readonly Dictionary<string, object?> NoInput = new(StringComparer.Ordinal);

    [Fact]
    public void Every_hostile_template_ends_within_its_budget()
    {
        var sources = All ? HostileTemplates.All : HostileTemplates.Once;
        sources.Count.Should().BeGreaterThan(150);

        var before = PeakMemory();
        sources.Select(Fault).Where(fault => fault is not null).Should().BeEmpty();
        if (All) // otherwise other tests use memory, too
            (PeakMemory() - before).Should().BeLessThan(MaxMemory);
    }

    [Fact]
    public void Every_builtin_ends_within_its_budget_on_long_values_of_every_kind()
    {
        string[] long_ = ["'ab' * 20000", "'😀' * 5000", "[['a', 1]] * 5000", "range(5000)", "10 ** 4000", "dict([['k', 'ab' * 20000]])"];
        string[] arguments = ["", "('ab' * 20000)", "(10 ** 4000)", "('a', 'b')", "('a', 'ab' * 20000)", "(range(5000) | list)"];
        var uses = new List<string>();
        foreach (var filter in BuiltinNames.Filters)
            uses.AddRange(arguments.Select(argument => $"v | {filter}{argument}"));
        foreach (var test in BuiltinNames.Tests)
            uses.AddRange(arguments.Select(argument => $"v is {test}{argument}"));
        foreach (var method in BuiltinNames.Methods)
            uses.AddRange(arguments.Select(argument => $"v.{method}{(argument.Length > 0 ? argument : "()")}"));
        foreach (var function in BuiltinNames.Functions)
            uses.AddRange(arguments.Select(argument => $"{function}{(argument.Length > 0 ? argument : "(v)")}"));

        var sources = All ? uses.SelectMany(use => long_.Select(value => (use, value))) : uses.Where((_, index) => index % 3 == index / arguments.Length % 3).Select((use, index) => (use, long_[index % long_.Length]));
        var before = PeakMemory();
        sources.Select(pair => Fault($"{{% set v = {pair.Item2} %}}{{% for i in range(100000) %}}{{% set _ = {pair.Item1} %}}{{% endfor %}}"))
            .Where(fault => fault is not null).Should().BeEmpty();
        if (All) // otherwise other tests use memory, too
            (PeakMemory() - before).Should().BeLessThan(MaxMemory);
    }

    [Fact]
    public async Task A_rendering_that_is_cancelled_ends()
    {
        using var cancellation = new CancellationTokenSource();
        var template = ChatTemplate.Parse("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "test");
        var rendering = Task.Run(() => template.Render(NoInput, new() { Budget = new(TimeSpan.FromHours(1), clock: new TestClock()) }, cancellation.Token));

        await cancellation.CancelAsync();

        var act = () => rendering;
        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void The_clock_ends_a_rendering_that_takes_longer_than_its_work_counts()
    {
        var clock = new StepClock { StepTime = TimeSpan.FromSeconds(20) };
        var budget = new RenderBudget(clock: clock);
        var act = () => ChatTemplate.Parse("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "test").Render(NoInput, new() { Budget = budget });

        act.Should().Throw<TemplateRenderException>().WithMessage("*longer than 1 s*");
        budget.UsedTime.Should().BeLessThan(TimeSpan.FromSeconds(0.1));
    }

    [Fact]
    public void A_cheap_rendering_on_a_busy_machine_is_not_ended_by_the_clock()
    {
        var clock = new StepClock { StepTime = TimeSpan.FromSeconds(20) };

        ChatTemplate.Parse("{% for i in range(20000) %}x{% endfor %}", "test").Render(NoInput, new() { Budget = new(clock: clock) }).Text.Should().HaveLength(20_000);
    }

    [Fact]
    public void Renderings_can_share_one_budget()
    {
        var budget = new RenderBudget(TimeSpan.FromMilliseconds(20), clock: new TestClock());
        var template = ChatTemplate.Parse("{% for i in range(50000) %}x{% endfor %}", "test");
        var render = () => template.Render(NoInput, new() { Budget = budget });

        render();
        render.Invoking(again => { again(); again(); again(); }).Should().Throw<TemplateRenderException>();
        budget.IsExhausted.Should().BeTrue();
        render.Should().Throw<TemplateRenderException>("what is used up stays used up");
    }

    [Fact]
    public void A_long_conversation_may_be_copied_by_its_template()
    {
        var messages = Enumerable.Range(0, 100).Select(index => new Dictionary<string, string>(StringComparer.Ordinal) { ["role"] = "user", ["content"] = $" {index} {new string('x', 100_000)} " });
        const string source = "{% for m in messages %}{% set c = m.content | trim %}{% set c = c ~ '!' %}{{ '<' + m['role'] + '>' + c.split('>')[-1] | upper }}{% endfor %}";

        ChatTemplate.Parse(source, "test").Render(new Dictionary<string, object?>(StringComparer.Ordinal) { ["messages"] = messages }, new() { Budget = new(clock: new TestClock()) })
            .Text.Length.Should().BeGreaterThan(10_000_000);
    }

    [Fact]
    public void A_source_beyond_a_million_characters_is_refused_before_it_is_read()
    {
        var act = () => ChatTemplate.Parse(new string('a', 60_000_000), "test");

        act.Should().Throw<TemplateSyntaxException>().WithMessage("*60000000 characters*limit*1048576*");
    }

    /// <summary>What is wrong with how a template ends; null if it ends well.</summary>
    private static string? Fault(string source)
    {
        var time = All ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(4);
        var budget = new RenderBudget(time, clock: All ? TimeProvider.System : new TestClock());
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ChatTemplate.Parse(source, "t").Render(NoInput, new() { Budget = budget });
        }
        catch (TemplateException error) when (Place().IsMatch(error.Message) && error.InnerException is null)
        {
            // It says where.
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}, {error.InnerException?.GetType().Name}: {Start(source)} {Start(error.Message)}";
        }

        var (work, allocated) = (budget.UsedTime / time, GC.GetAllocatedBytesForCurrentThread() - before);
        return work > 2 || (!All && allocated > MaxMemory) // in a whole second, garbage alone is gigabytes
            ? string.Create(CultureInfo.InvariantCulture, $"{work:0.0} of the work, {allocated >> 20} MB: {Start(source)}")
            : null;
    }

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static string Start(string text) => text.Length > 200 ? text[..200] : text;

    [GeneratedRegex(@"line \d+, column \d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
