using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Edge.AI.Chat.Templates;
using Edge.AI.Chat.Templates.Builtins;
using Edge.AI.Chat.Templates.Values;
using Edge.AI.Testing;
using Edge.AI.Tests.Support;
using AllTests = Edge.AI.Chat.Templates.Builtins.Tests;

namespace Edge.AI.Tests.Chat.Templates;

/// <summary>
/// With EDGE_AI_HOSTILE_TEMPLATES=all every template is rendered with the default budget, and again in a loop: minutes.
/// Without it each is rendered once, with a few milliseconds of work.
/// </summary>
public partial class HostileTemplateTests
{
    private static readonly bool All = Environment.GetEnvironmentVariable("EDGE_AI_HOSTILE_TEMPLATES") is "all";

    /// <summary>Bytes of the process's memory that all renderings together may add at their peak, and bytes that one short rendering may allocate.</summary>
    private static readonly long MaxMemory = 6 * RenderBudget.DefaultMemory;

    private static readonly Dictionary<string, TemplateValue> NoInput = new(StringComparer.Ordinal);

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
        foreach (var filter in Filters.Table.All)
            uses.AddRange(arguments.Select(argument => $"v | {filter.Name}{argument}"));
        foreach (var test in AllTests.Table.All.Where(test => char.IsLetter(test.Name[0])))
            uses.AddRange(arguments.Select(argument => $"v is {test.Name}{argument}"));
        foreach (var method in StringMethods.Table.All.Concat(ListMethods.Table.All).Concat(DictMethods.Table.All).DistinctBy(method => method.Name))
            uses.AddRange(arguments.Select(argument => $"v.{method.Name}{(argument.Length > 0 ? argument : "()")}"));
        foreach (var function in GlobalFunctions.Table.All)
            uses.AddRange(arguments.Select(argument => $"{function.Name}{(argument.Length > 0 ? argument : "(v)")}"));

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
        var rendering = Task.Run(() => template.Render(NoInput, DateTimeOffset.UnixEpoch, new RenderBudget(TimeSpan.FromHours(1), clock: new TestClock(), cancellationToken: cancellation.Token)));

        await cancellation.CancelAsync();

        var act = () => rendering;
        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void A_rendering_that_the_clock_finds_too_long_ends_before_its_work_does()
    {
        var clock = new StepClock { StepTime = TimeSpan.FromSeconds(20) };
        var budget = new RenderBudget(clock: clock);
        var act = () => ChatTemplate.Parse("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "test").Render(NoInput, DateTimeOffset.UnixEpoch, budget);

        act.Should().Throw<ModelValidationException>().WithMessage("*longer than 1 s*");
        budget.Work.Should().BeLessThan(RenderBudget.UnitsPerSecond / 10);
    }

    [Fact]
    public void A_cheap_rendering_on_a_busy_machine_is_not_ended_by_the_clock()
    {
        var clock = new StepClock { StepTime = TimeSpan.FromSeconds(20) };

        ChatTemplate.Parse("{% for i in range(20000) %}x{% endfor %}", "test").Render(NoInput, DateTimeOffset.UnixEpoch, new RenderBudget(clock: clock)).Text.Should().HaveLength(20_000);
    }

    [Fact]
    public void Renderings_that_share_a_budget_share_what_it_allows()
    {
        var budget = new RenderBudget(time: TimeSpan.FromMilliseconds(20), clock: new TestClock());
        var template = ChatTemplate.Parse("{% for i in range(50000) %}x{% endfor %}", "test");
        var render = () => template.Render(NoInput, DateTimeOffset.UnixEpoch, budget);

        render();
        render.Invoking(again => { again(); again(); again(); }).Should().Throw<ModelValidationException>();
        budget.IsExhausted.Should().BeTrue();
        render.Should().Throw<ModelValidationException>("what is used up stays used up");
    }

    [Fact]
    public void A_long_conversation_may_be_copied_by_its_template()
    {
        var messages = InputValue.From(Enumerable.Range(0, 100).Select(index => InputValue.From(
            [KeyValuePair.Create("role", InputValue.From("user")), KeyValuePair.Create("content", InputValue.From($" {index} {new string('x', 100_000)} "))])));
        const string source = "{% for m in messages %}{% set c = m.content | trim %}{% set c = c ~ '!' %}{{ '<' + m['role'] + '>' + c.split('>')[-1] | upper }}{% endfor %}";

        ChatTemplate.Parse(source, "test").Render(new Dictionary<string, TemplateValue>(StringComparer.Ordinal) { ["messages"] = messages }, DateTimeOffset.UnixEpoch, new RenderBudget(clock: new TestClock()))
            .Text.Length.Should().BeGreaterThan(10_000_000);
    }

    [Fact]
    public void A_source_beyond_a_million_characters_is_refused_before_it_is_read()
    {
        var act = () => ChatTemplate.Parse(new string('a', 60_000_000), "test");

        act.Should().Throw<ModelValidationException>().WithMessage("*60000000 characters*limit*1048576*");
    }

    /// <summary>What is wrong with how a template ends; null if it ends well.</summary>
    private static string? Fault(string source)
    {
        var time = All ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(4);
        var budget = new RenderBudget(time: time, clock: All ? TimeProvider.System : new TestClock());
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ChatTemplate.Parse(source, "t").Render(NoInput, DateTimeOffset.UnixEpoch, budget);
        }
        catch (ModelValidationException error) when (Place().IsMatch(error.Message) && (error.InnerException is null || error.InnerException.GetType().Name is "TemplateException"))
        {
            // It says where.
        }
        catch (TemplateRefusalException)
        {
            // It said so itself.
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}, {error.InnerException?.GetType().Name}: {Start(source)} {Start(error.Message)}";
        }

        var (work, allocated) = (budget.Work / (time.TotalSeconds * RenderBudget.UnitsPerSecond), GC.GetAllocatedBytesForCurrentThread() - before);
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

    [GeneratedRegex(@"line \d+, column \d+|limit is 1048576", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
