namespace Edge.AI.Templates.Tests;

/// <summary>Every expectation was compared with the reference (jinja2 3.1 on Python 3.11).</summary>
public class StatementTests
{
    [Theory]
    [InlineData("{% for i in l %}{{ loop.index }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }};{% endfor %}", "12TrueFalse;21FalseFalse;30FalseTrue;")]
    [InlineData("{% for i in l %}[{{ loop.previtem }},{{ loop.nextitem }}]{% endfor %}", "[,1][3,2][1,]")]
    [InlineData("{% for i in [1, 1, 2] %}{% if loop.changed(i) %}{{ i }}{% endif %}{{ loop.cycle('a', 'b') }}{% endfor %}", "1ab2a")]
    [InlineData("{% for i in l if i > 1 %}{{ i }}{{ loop.length }}{% else %}none{% endfor %}", "3222")]
    [InlineData("{% for i in l if i > 9 %}{{ i }}{% else %}none{% endfor %}", "none")]
    [InlineData("{% for i in missing %}{% else %}empty{% endfor %}", "empty")]
    [InlineData("{% for (a, b), c in [((1, 2), 3)] %}{{ a }}{{ b }}{{ c }}{% endfor %}", "123")]
    [InlineData("{% for i in range(9) %}{% if i == 1 %}{% continue %}{% elif i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}", "02")]
    [InlineData("{% for n in tree recursive %}{{ loop.depth }}{{ n.v }}[{{ loop(n.c) }}]{% endfor %}", "11[22[]]13[]")]
    [InlineData("{% for n in tree recursive %}<{{ n.v }}{{ loop(n.c) }}{{ loop.depth0 }}>{% else %}-{% endfor %}", "<1<2-1>0><3-0>")]
    [InlineData("{% for i in l %}{% set outer = loop %}{% for j in ls %}{{ outer.index }}.{{ loop.index }} {% endfor %}{% endfor %}", "1.1 1.2 1.3 2.1 2.2 2.3 3.1 3.2 3.3 ")]
    [InlineData("{% for i in range(5, -1, -2) %}{{ i }}{{ loop }}{% if i == 3 %}{% break %}{% endif %}{% endfor %}", "5<LoopContext 1/3>3<LoopContext 2/3>")]
    [InlineData("{% for c in emoji %}{{ c }}-{% endfor %}", "a-😀-b-")]
    [InlineData("{% set g = l | map('string') %}{{ g | list }}{{ g | list }}", "['3', '1', '2'][]")]
    public void Loops(string source, string expected) => TemplateRendering.Render(source).Should().Be(expected);

    [Theory]
    [InlineData("{% set x = 1 %}{% for i in l %}{% set x = x + i %}{{ x }},{% endfor %}{{ x }}", "4,2,3,1")]
    [InlineData("{% set ns = namespace(x=0) %}{% for i in l %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}", "6")]
    [InlineData("{% if yes %}{% set y = 1 %}{% endif %}{{ y }}", "1")]
    [InlineData("{% set (a, b), c = (1, 2), 3 %}{{ a }}{{ b }}{{ c }}", "123")]
    [InlineData("{% set x | upper | trim %} a{{ n }} {% endset %}{{ x }}", "A5")]
    [InlineData("{% set ns = namespace() %}{% set ns.y %}block{% endset %}{{ ns.y }}{{ ns.z is defined }}", "blockFalse")]
    [InlineData("{% set x -%}  a {{- n -}} b  {%- endset %}[{{ x }}]{{ x is string }}", "[a5b]True")]
    [InlineData("{% with a = 1, b = 2 %}{{ a }}{{ b }}{% endwith %}{{ a }}", "12")]
    [InlineData("{% filter upper | replace('A', 'z') %}abc{% endfilter %}", "zBC")]
    [InlineData("{% generation %}abc{% set q = 1 %}{% endgeneration %}{{ q }}", "abc")]
    [InlineData("{% set c = cycler('a', 'b') %}{% set j = joiner('-') %}{% for i in l %}{{ j() }}{{ c.next() }}{% endfor %}", "a-b-a")]
    public void Variables_and_their_scopes(string source, string expected) => TemplateRendering.Render(source).Should().Be(expected);

    [Theory]
    [InlineData("{% macro m(a, b=2, c='x') %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }}|{{ m(1, 3) }}|{{ m(1, c=5) }}|{{ m() }}", "12x|13x|125|2x")]
    [InlineData("{% macro m(a, b=a) %}{{ b }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, x=4) }}{{ m(7) }}", "2(3,){'x': 4}7(){}")]
    [InlineData("{% macro m(x) %}<{{ caller(x) }}>{% endmacro %}{% call(y) m(1) %}{{ y }}{{ n }}{% endcall %}", "<15>")]
    [InlineData("{% macro m() %}{% if caller %}y{% else %}n{% endif %}{% endmacro %}{{ m() }}{% call m() %}{% endcall %}", "ny")]
    [InlineData("{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}x{% endmacro %}{{ a() }}", "x")]
    [InlineData("{% macro m() %}{{ x }}{% endmacro %}{% set x = 1 %}{{ m() }}{% set x = 2 %}{{ m() }}", "12")]
    [InlineData("{% macro f(n) %}{{ n }}{% if n > 0 %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(3) }}", "3210")]
    [InlineData("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(*[1]) }}{{ m(**{'a': 2}) }}{{ m(1) is string }}", "12True")]
    public void Macros(string source, string expected) => TemplateRendering.Render(source).Should().Be(expected);

    [Theory]
    [InlineData("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}")]
    [InlineData("{% macro m(a) %}{% endmacro %}{{ m(b=2) }}")]
    [InlineData("{% macro m(a) %}{% endmacro %}{{ m(1, a=2) }}")]
    [InlineData("{% macro m() %}x{% endmacro %}{% call m() %}body{% endcall %}")]
    [InlineData("{% set d.x = 1 %}")]
    [InlineData("{% set a, b = [1] %}")]
    [InlineData("{% for i in none %}{% endfor %}")]
    [InlineData("{% for i in tree %}{{ loop(i.c) }}{% endfor %}")]
    public void Wrong_calls_and_assignments_are_errors(string source)
    {
        var act = () => TemplateRendering.Render(source);

        act.Should().Throw<TemplateRenderException>();
    }

    [Theory]
    [InlineData("{% for x in [1, 2] %}\n  {{ x }}\n{% endfor %}\nend\n", "  1\n  2\nend")]
    [InlineData("a {%- if yes -%}  b  {%- endif -%} c", "abc")]
    [InlineData("  {%+ if yes +%}\na{% endif %}\nb", "  \nab")]
    [InlineData("x  {% if yes %} a {% endif %} \n", "x   a  ")]
    [InlineData("a\n  {# c #}\n  {{ 1 }}\n  {{- 2 -}}\n b", "a\n  12b")]
    [InlineData("{% raw %}{{ a }}{% if %}{% endraw %}\nx", "{{ a }}{% if %}x")]
    [InlineData("a {%- raw -%}  {{ b  {%- endraw -%} c", "a{{ bc")]
    [InlineData("a\r\nb\rc\n\n", "a\nb\nc\n")]
    [InlineData("{{ {'a': {}}}}{{ '}}' }}", "{'a': {}}}}")]
    [InlineData("{{-1}}{{ -1 }}", "1-1")]
    [InlineData("\t{% if yes %}\tx\n\t{% endif %}\t\ny", "\tx\n\t\ny")]
    public void White_space_around_tags(string source, string expected) => TemplateRendering.Render(source).Should().Be(expected);

    [Theory]
    [InlineData("{{ 'a' \"b\" 'c' }}", "abc")]
    [InlineData("{{ '\\u00e9\\x41\\101\\n\\q' }}", "éAA\n\\q")]
    [InlineData("{{ 1 if no else 2 if no else 3 }}", "3")]
    [InlineData("{% if no %}{{ n | unknown_filter }}{% endif %}ok", "ok")]
    public void Literals_and_conditions(string source, string expected) => TemplateRendering.Render(source).Should().Be(expected);
}
