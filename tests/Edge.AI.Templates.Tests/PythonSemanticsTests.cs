namespace Edge.AI.Templates.Tests;

/// <summary>Every expectation was compared with the reference (jinja2 3.1 on Python 3.11).</summary>
public class PythonSemanticsTests
{
    [Theory]
    [InlineData("-7 // 2", "-4")]
    [InlineData("-7 % 3", "2")]
    [InlineData("7 % -3", "-2")]
    [InlineData("-7.5 % 2", "0.5")]
    [InlineData("5 % -3.0", "-1.0")]
    [InlineData("4 / 2", "2.0")]
    [InlineData("2 ** 3 ** 2", "64")]
    [InlineData("-2 ** 2", "4")]
    [InlineData("2 ** -1", "0.5")]
    [InlineData("2 ** 100", "1267650600228229401496703205376")]
    [InlineData("10 ** 20 // 3", "33333333333333333333")]
    [InlineData("true + true", "2")]
    [InlineData("'ab' * 3", "ababab")]
    [InlineData("[1] * 2 + [2]", "[1, 1, 2]")]
    [InlineData("2 * 3 ~ 4", "64")]
    [InlineData("1_000 + 0x1F + 0b11", "1034")]
    public void Arithmetic_follows_python(string expression, string expected) =>
        TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("1.0", "1.0")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.00001234", "1.234e-05")]
    [InlineData("1e23", "1e+23")]
    [InlineData("9007199254740993 / 1", "9007199254740992.0")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("none ~ true ~ 1.0", "NoneTrue1.0")]
    public void Scalars_print_as_python_prints_them(string expression, string expected) =>
        TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("[1, 'a', none, true, 2.0]", "[1, 'a', None, True, 2.0]")]
    [InlineData("[\"it's\", 'say \"x\"']", "[\"it's\", 'say \"x\"']")]
    [InlineData("['both \\' and \"']", "['both \\' and \"']")]
    [InlineData("['\\n\\t\\\\', '\\x00\\xa0\\u200b', 'é😀']", "['\\n\\t\\\\', '\\x00\\xa0\\u200b', 'é😀']")]
    [InlineData("(1,)", "(1,)")]
    [InlineData("()", "()")]
    [InlineData("{'a': [{'b': (1, 2)}], 2: none}", "{'a': [{'b': (1, 2)}], 2: None}")]
    [InlineData("{1: 2, 1.0: 3, true: 4}", "{1: 4}")]
    [InlineData("d.keys()", "dict_keys(['b', 'a', 'C'])")]
    [InlineData("range(1, 9, 3)", "range(1, 9, 3)")]
    public void Structures_print_as_their_repr(string expression, string expected) =>
        TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("1 == 1.0 == true", "True")]
    [InlineData("'1' == 1", "False")]
    [InlineData("[1] == (1,)", "False")]
    [InlineData("{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", "True")]
    [InlineData("1 < 2 < 3", "True")]
    [InlineData("3 > 2 > 3", "False")]
    [InlineData("[1, 'a'] < [1, 'b']", "True")]
    [InlineData("'😀' > '\uFFEE'", "True")]
    [InlineData("'a' in d and 'z' not in d", "True")]
    [InlineData("not n == 5", "False")]
    [InlineData("z or '' or none", "None")]
    [InlineData("n and 'z'", "z")]
    public void Comparisons_follow_python(string expression, string expected) =>
        TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("missing", "")]
    [InlineData("missing == none", "False")]
    [InlineData("missing | length", "0")]
    [InlineData("d.z | default('x')", "x")]
    [InlineData("nil | default('x')", "None")]
    [InlineData("nil | default('x', true)", "x")]
    [InlineData("'x' if no", "")]
    [InlineData("l[9]", "")]
    [InlineData("nil.x", "")]
    [InlineData("1 in missing", "False")]
    public void A_missing_value_prints_nothing(string expression, string expected) =>
        TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("missing.x")]
    [InlineData("missing['x']")]
    [InlineData("missing()")]
    [InlineData("'a' + missing")]
    [InlineData("'a' + 1")]
    [InlineData("1 + none")]
    [InlineData("1 < 'a'")]
    [InlineData("none < 1")]
    [InlineData("missing < 1")]
    [InlineData("1 in 5")]
    [InlineData("1 / 0")]
    [InlineData("none | length")]
    [InlineData("missing | tojson")]
    [InlineData("{[1]: 2}")]
    [InlineData("[1, 'a'] | sort")]
    [InlineData("'%d' % 'a'")]
    [InlineData("n()")]
    public void What_python_refuses_is_an_error(string expression)
    {
        var act = () => TemplateRendering.Evaluate(expression);

        act.Should().Throw<TemplateRenderException>();
    }

    [Theory]
    [InlineData("l[::-1]", "[2, 1, 3]")]
    [InlineData("l[-1] ~ emoji[-1] ~ range(5)[-1]", "2b4")]
    [InlineData("l[-2:]", "[1, 2]")]
    [InlineData("l[5:1]", "[]")]
    [InlineData("l[9::-1]", "[2, 1, 3]")]
    [InlineData("l[-9::-1]", "[]")]
    [InlineData("l[:-9:-1]", "[2, 1, 3]")]
    [InlineData("emoji[1]", "😀")]
    [InlineData("emoji[::-1]", "b😀a")]
    [InlineData("emoji | length", "3")]
    [InlineData("emoji.find('b')", "2")]
    [InlineData("(1, 2, 3)[1:]", "(2, 3)")]
    [InlineData("users.0.name", "Bob")]
    [InlineData("shadow['items']", "[1, 2]")]
    [InlineData("shadow.items() | length", "1")]
    public void Indexes_and_slices_count_code_points_and_from_the_end(string expression, string expected) =>
        TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("'%s|%5s|%-5s|' % (1, 'a', 'b')", "1|    a|b    |")]
    [InlineData("'%05d %x %+d %%' % (-3, 255, 5)", "-0003 ff +5 %")]
    [InlineData("'%.2f %.2f %.0f' % (0.125, 2.675, 2.5)", "0.12 2.67 2")]
    [InlineData("'%(a)s' % d", "2")]
    [InlineData("'%g %e' % (0.00001, 12345.678)", "1e-05 1.234568e+04")]
    [InlineData("'%r' % 'a'", "'a'")]
    [InlineData("'{} {1} {a[x]}'.replace('{1}', '{}').format(1, 2, a={'x': 3})", "1 2 3")]
    [InlineData("'{:>5}|{:<5}|{:^5}|{:05d}'.format(1, 'a', 'b', 42)", "    1|a    |  b  |00042")]
    [InlineData("'{:,} {:.2f} {:%} {:#x} {!r}'.format(1234567, 3.14159, 0.25, 255, 'a')", "1,234,567 3.14 25.000000% 0xff 'a'")]
    [InlineData("'%s and %s' | format('a', 'b')", "a and b")]
    public void Both_ways_of_formatting_work(string expression, string expected) =>
        TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("%Y-%m-%d %H:%M:%S", "2026-01-05 09:03:07")]
    [InlineData("%d %B %Y, %A", "05 January 2026, Monday")]
    [InlineData("%-d %b %-I:%M %p", "5 Jan 9:03 AM")]
    [InlineData("%j %U %V %u %e|%%", "005 01 02 1  5|%")]
    public void The_time_is_formatted_as_strftime_does(string format, string expected) =>
        TemplateRendering.Evaluate($"strftime_now('{format}')").Should().Be(expected);
}
