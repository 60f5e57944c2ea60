namespace Edge.AI.Templates.Tests;

public class TemplateLimitTests
{
    [Theory]
    [InlineData("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "longer than 0.2 s")]
    [InlineData("{% set s = 'x' * 8000000 %}{% for i in range(99999) %}{{ s.count('y') }}{% endfor %}", "longer than 0.2 s")]
    [InlineData("{% for i in range(99999) %}{{ range(99999) | sum }}{% endfor %}", "longer than 0.2 s")]
    [InlineData("{% set ns = namespace(s='x' * 1000) %}{% for a in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}", "text longer")]
    [InlineData("{% set s = 'x' * 1000000 %}{% for a in range(1000) %}{{ s }}{% endfor %}", "text longer")]
    [InlineData("{{ 'x' * 10 ** 12 }}", "text longer")]
    [InlineData("{{ '%1000000000d' % 5 }}", "text longer")]
    [InlineData("{{ ('a' * 1000000) | replace('', 'b' * 1000000) }}", "text longer")]
    [InlineData("{{ [0] * 1000000 + [0] }}", "list with more")]
    [InlineData("{{ [0] * 10 ** 9 }}", "list with more")]
    [InlineData("{{ ('a' * 10000000).split('a') }}", "list with more")]
    [InlineData("{{ range(100001) }}", "range with more")]
    [InlineData("{{ 10 ** (10 ** 9) }}", "integer with more")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "macros call each other")]
    [InlineData("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", "macros call each other")]
    public void A_template_without_end_ends_in_a_clear_error(string source, string reason)
    {
        var act = () => TemplateRendering.Render(source);

        act.Should().Throw<TemplateRenderException>().WithMessage($"*{reason}*");
    }

    [Theory]
    [InlineData("{% if true %}", "")]
    [InlineData("{% for a in b %}", "")]
    [InlineData("{{ (", "")]
    [InlineData("[", "]")]
    [InlineData("not ", "")]
    [InlineData("- ", "")]
    [InlineData("1 if 1 else ", "")]
    [InlineData("f(", ")")]
    public void A_template_nested_ten_thousand_levels_deep_is_refused(string open, string close)
    {
        var (before, after) = open.StartsWith('{') ? ("", "") : ("{{ ", "1 }}");
        var source = before + string.Concat(Enumerable.Repeat(open, 10_000)) + string.Concat(Enumerable.Repeat(close, 10_000)) + after;
        var act = () => TemplateRendering.Render(source);

        act.Should().Throw<TemplateException>();
    }

    [Theory]
    [InlineData("1", " + 1")]
    [InlineData("1", " | string")]
    [InlineData("d", ".a")]
    [InlineData("1", " or 1")]
    public void A_chain_of_a_hundred_thousand_operators_cannot_overflow_the_stack(string first, string next)
    {
        var source = "{{ " + first + string.Concat(Enumerable.Repeat(next, 100_000)) + " }}";
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => TemplateRendering.Render(source)), maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();

        failure.Should().BeAssignableTo<TemplateException>();
    }

    [Theory]
    [InlineData("{{ ns.l }}")]
    [InlineData("{{ ns.l | tojson }}")]
    [InlineData("{{ ns.l == ns.m }}")]
    [InlineData("{{ [ns.l, ns.m] | sort }}")]
    [InlineData("{{ {ns.t: 1} }}")]
    [InlineData("{{ ns.g | list }}")]
    public void A_value_nested_a_hundred_thousand_levels_deep_cannot_overflow_the_stack(string use)
    {
        const string build = "{% set ns = namespace(l=[], m=[], t=(), g=[1]) %}{% for i in range(99999) %}"
            + "{% set ns.l = [ns.l] %}{% set ns.m = [ns.m] %}{% set ns.t = (ns.t,) %}{% set ns.g = ns.g | map('string') %}{% endfor %}";
        var act = () => TemplateRendering.Render(build + use);

        act.Should().Throw<TemplateRenderException>().WithMessage("*nested too deeply*");
    }

    [Fact]
    public void A_list_inside_of_itself_is_an_error()
    {
        var act = () => TemplateRendering.Render("{% set x = [] %}{% set _ = x.append(x) %}{{ x }}");

        act.Should().Throw<TemplateRenderException>().WithMessage("*nested too deeply*");
    }
}
