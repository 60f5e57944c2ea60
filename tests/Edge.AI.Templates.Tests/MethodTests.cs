namespace Edge.AI.Templates.Tests;

/// <summary>Every expectation was compared with the reference (jinja2 3.1 on Python 3.11), but for methods that change a value, which its sandbox forbids.</summary>
public class MethodTests
{
    [Theory]
    [InlineData("' a b  c '.split()", "['a', 'b', 'c']")]
    [InlineData("' a b  c '.split(none, 1)", "['a', 'b  c ']")]
    [InlineData("'a,b,c'.split(',', 1)", "['a', 'b,c']")]
    [InlineData("'a,b,c'.rsplit(',', 1)", "['a,b', 'c']")]
    [InlineData("''.split(',')", "['']")]
    [InlineData("'a\\nb\\r\\nc\\n'.splitlines()", "['a', 'b', 'c']")]
    [InlineData("'a.b.c'.rpartition('.')", "('a.b', '.', 'c')")]
    [InlineData("','.join(ls)", "b,a,C")]
    [InlineData("'abc'.replace('', '-', 2)", "-a-bc")]
    [InlineData("'abc'.startswith(('x', 'a'))", "True")]
    [InlineData("'abc'.endswith('b', 0, 2)", "True")]
    [InlineData("'abc'.startswith('', 4)", "False")]
    [InlineData("'abcabc'.rfind('c')", "5")]
    [InlineData("'aaaa'.count('aa')", "2")]
    [InlineData("'prefix-x'.removeprefix('prefix-')", "x")]
    [InlineData("'  x '.lstrip() ~ '|' ~ ' x '.rstrip() ~ '|' ~ 'xax'.strip('x')", "x | x|a")]
    [InlineData("'they\\'re bill\\'s'.title()", "They'Re Bill'S")]
    [InlineData("'-5'.zfill(4) ~ 'a'.rjust(3, '.') ~ 'a'.ljust(3, '.')", "-005..aa..")]
    [InlineData("'²'.isdigit() and not '½'.isdecimal() and 'ab1'.isalnum()", "True")]
    public void Methods_of_strings(string expression, string expected) => TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Theory]
    [InlineData("d.get('z', 5) ~ d.get('z') ~ d.get('a')", "5None2")]
    [InlineData("d.items() | list", "[('b', 1), ('a', 2), ('C', 3)]")]
    [InlineData("{}.items() or 'empty'", "empty")]
    [InlineData("l.index(2) ~ l.count(1) ~ (1, 2).index(2)", "211")]
    [InlineData("dict([('a', 1)], b=2)", "{'a': 1, 'b': 2}")]
    public void Methods_of_lists_and_dicts(string expression, string expected) => TemplateRendering.Evaluate(expression).Should().Be(expected);

    [Fact]
    public void A_template_can_change_its_own_lists_and_dicts()
    {
        var text = TemplateRendering.Render(
            "{% set x = [1] %}{% set _ = x.append(2) %}{% set _ = x.insert(0, 0) %}{% set _ = x.extend([3]) %}{{ x.pop() }}{{ x }}" +
            "{% set y = {'a': 1} %}{% set _ = y.update({'b': 2}, c=3) %}{{ y.pop('a') }}{{ y }}");

        text.Should().Be("3[0, 1, 2]1{'b': 2, 'c': 3}");
    }

    [Theory]
    [InlineData("l.append(4)")]
    [InlineData("d.update(x=1)")]
    [InlineData("users[0].tags.pop()")]
    public void A_template_cannot_change_what_the_caller_owns(string expression)
    {
        var act = () => TemplateRendering.Evaluate(expression);

        act.Should().Throw<TemplateRenderException>().WithMessage("*variables is read-only*");
    }
}
