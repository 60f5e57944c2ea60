namespace Edge.AI.Templates.Tests;

/// <summary>Every expectation was compared with the reference (jinja2 3.1 on Python 3.11).</summary>
public class FilterTests
{
    [Theory]
    [InlineData("s | trim", "Hello, Wörld!")]
    [InlineData("'xxaxx' | trim('x')", "a")]
    [InlineData("'hello-world foo_bar it\\'s' | title", "Hello-World Foo_bar It's")]
    [InlineData("'HELLO wORLD' | capitalize", "Hello world")]
    [InlineData("'straße' | upper", "STRASSE")]
    [InlineData("'aaa' | replace('a', 'b', 2)", "bba")]
    [InlineData("t | indent(2)", "line1\n  line2\n\n    line4")]
    [InlineData("t | indent('> ', true, true)", "> line1\n> line2\n> \n>   line4")]
    [InlineData("'foo bar baz qux' | truncate(9)", "foo...")]
    [InlineData("'a' | center(4) ~ '|'", " a  |")]
    [InlineData("'a b  c_d' | wordcount", "3")]
    [InlineData("'<a href=\"x\">' | e", "&lt;a href=&#34;x&#34;&gt;")]
    [InlineData("'a b/c?é' | urlencode", "a%20b/c%3F%C3%A9")]
    [InlineData("{'a b': 1} | urlencode", "a+b=1")]
    [InlineData("{'class': 'x', 'id': none} | xmlattr", " class=\"x\"")]
    public void Text_filters(string expression, string expected) => TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("('<a>' | safe) + '<b>'", "<a>&lt;b&gt;")]
    [InlineData("'<b>' + d | tojson | safe", "&lt;b&gt;{\"b\": 1, \"a\": 2, \"C\": 3}")]
    [InlineData("('<a>' | safe | trim).upper() + '<'", "<A>&lt;")]
    [InlineData("('<a>' | safe) ~ '<b>'", "<a><b>")]
    [InlineData("['<a>' | safe, '<b>'] | join + '<'", "<a><b><")]
    [InlineData("('<%s>' | safe) % '<'", "<&lt;>")]
    [InlineData("('<{}>' | safe).format('<')", "<&lt;>")]
    [InlineData("'&' | e | e", "&amp;")]
    [InlineData("['a' | safe]", "[Markup('a')]")]
    public void Text_added_to_safe_text_is_escaped(string expression, string expected) => TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("'5.7' | int", "5")]
    [InlineData("'abc' | int(9)", "9")]
    [InlineData("'1F' | int(base=16)", "31")]
    [InlineData("-5.9 | int", "-5")]
    [InlineData("'1e3' | float", "1000.0")]
    [InlineData("2.5 | round", "2.0")]
    [InlineData("2.675 | round(2)", "2.67")]
    [InlineData("42.55 | round(1, 'floor')", "42.5")]
    [InlineData("42 | round(-1)", "40")]
    [InlineData("-2.5 | abs", "2.5")]
    [InlineData("[1.5, 2] | sum", "3.5")]
    public void Number_filters(string expression, string expected) => TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("users | map(attribute='name') | join(', ')", "Bob, alice, Carl")]
    [InlineData("users | map(attribute='tags', default='-') | list", "[['x'], [], '-']")]
    [InlineData("ls | map('upper') | list", "['B', 'A', 'C']")]
    [InlineData("ls | map('replace', 'a', 'z') | join", "bzC")]
    [InlineData("users | selectattr('age', 'gt', 26) | map(attribute='name') | list", "['Bob', 'Carl']")]
    [InlineData("users | rejectattr('tags') | map(attribute='name') | list", "['alice', 'Carl']")]
    [InlineData("[0, 1, '', none] | select | list", "[1]")]
    [InlineData("l | reject('odd') | list", "[2]")]
    [InlineData("nil | select | list", "[]")]
    [InlineData("([] | select) and 'true without elements'", "true without elements")]
    public void Selecting_filters(string expression, string expected) => TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("ls | sort", "['a', 'b', 'C']")]
    [InlineData("ls | sort(case_sensitive=true)", "['C', 'a', 'b']")]
    [InlineData("users | sort(attribute='age', reverse=true) | map(attribute='name') | join", "BobCarlalice")]
    [InlineData("users | sort(attribute='age,name') | map(attribute='name') | join", "aliceBobCarl")]
    [InlineData("d | dictsort", "[('a', 2), ('b', 1), ('C', 3)]")]
    [InlineData("d | dictsort(false, 'value', true)", "[('C', 3), ('a', 2), ('b', 1)]")]
    [InlineData("[1, 1, 2, 'a', 'A'] | unique | list", "[1, 2, 'a']")]
    [InlineData("users | groupby('age') | map(attribute='grouper') | list", "[25, 30]")]
    [InlineData("ls | max", "C")]
    [InlineData("[] | max | default('none')", "none")]
    public void Ordering_filters(string expression, string expected) => TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("l | batch(2, 'x') | list", "[[3, 1], [2, 'x']]")]
    [InlineData("range(7) | slice(3, 0) | list", "[[0, 1, 2], [3, 4, 0], [5, 6, 0]]")]
    [InlineData("'abc' | reverse", "cba")]
    [InlineData("l | reverse | list", "[2, 1, 3]")]
    [InlineData("d | items | list", "[('b', 1), ('a', 2), ('C', 3)]")]
    [InlineData("(l | first) ~ (l | last)", "32")]
    public void Sequence_filters(string expression, string expected) => TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("d | tojson", "{\"b\": 1, \"a\": 2, \"C\": 3}")]
    [InlineData("{'a': [], 'b': {'c': [1]}} | tojson(indent=2)", "{\n  \"a\": [],\n  \"b\": {\n    \"c\": [\n      1\n    ]\n  }\n}")]
    [InlineData("'a\"\\\\\\n\\t\\x7fé<>&😀' | tojson", "\"a\\\"\\\\\\n\\t\x7fé<>&😀\"")]
    [InlineData("'é😀' | tojson(ensure_ascii=true)", "\"\\u00e9\\ud83d\\ude00\"")]
    [InlineData("d | tojson(sort_keys=true, separators=(',', ':'))", "{\"C\":3,\"a\":2,\"b\":1}")]
    [InlineData("{1: 2, none: 3, true: 1e22} | tojson", "{\"1\": 1e+22, \"null\": 3}")]
    [InlineData("{none: 3, 1.5: true} | tojson", "{\"null\": 3, \"1.5\": true}")]
    public void Json_is_written_like_pythons_dumps(string expression, string expected) =>
        TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("s is string and l is sequence and d is mapping and d is not sequence", "False")]
    [InlineData("d is sequence and 'a' is iterable and missing is iterable", "True")]
    [InlineData("yes is boolean and yes is number and yes is not integer", "True")]
    [InlineData("n is divisibleby 5 and n is odd and n is not even", "True")]
    [InlineData("n is eq 5 and n is equalto(5) and n is gt 3 and n is in [5]", "True")]
    [InlineData("nil is none and nil is defined and missing is undefined", "True")]
    [InlineData("1 is true or 0 is false", "False")]
    [InlineData("'abc' is lower and 'ABC' is upper and 'aBc' is not lower", "True")]
    [InlineData("range is callable and 'upper' is filter and 'odd' is test", "True")]
    [InlineData("none is sameas none and n is sameas 5", "True")]
    public void Tests_have_the_results_of_the_reference(string expression, string expected) =>
        TemplateRendering.Evaluate(expression).Should().Be(expected);
}
