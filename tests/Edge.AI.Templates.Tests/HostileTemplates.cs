using System.Text.RegularExpressions;

namespace Edge.AI.Templates.Tests;

/// <summary>
/// Templates that try to take time or memory without end. Each names its values in a prelude and then uses them in one way;
/// all of them together cover every kind of work that the engine does.
/// </summary>
internal static class HostileTemplates
{
    /// <summary>Long values: texts of one, two and many kinds of characters, lists of texts, numbers and lists, dicts and large numbers.</summary>
    private static readonly (string Name, string Value)[] Values =
    [
        ("a", "'a' * 100000"), ("ab", "'ab' * 40000"), ("b", "('ab' * 10000) ~ 'c' ~ ('ab' * 10000)"), ("sp", "' ' * 100000"), ("e", "'😀' * 10000"),
        ("x", "'x' * 10000"), ("dots", "'a.' * 10000"), ("r", "range(20000)"), ("n", "10 ** 4000"),
    ];

    private const string Nested = "{% set ns = namespace(l=[1], t=(1,), d={'a': 1}) %}{% for i in range(25) %}{% set ns.l = [ns.l, ns.l] %}{% set ns.t = (ns.t, ns.t) %}{% set ns.d = {'a': ns.d, 'b': ns.d} %}{% endfor %}";

    /// <summary>Expressions that are dear by themselves, or become so when a loop repeats them.</summary>
    private static readonly string[] Expressions =
    [
        // Sorting and comparing
        "r | map('string') | map('center', 1000) | sort", "r | sort(reverse=true) | sort | sort(attribute='real')", "([x] * 20000) | sort", "([x, x ~ 'y'] * 20000) | sort | length",
        "([x] * 20000) | unique | list", "r | map('string') | map('center', 500) | unique | list", "([n] * 100000) | unique | list", "([[x]] * 100000) | sort",
        "r | groupby('real')", "([x] * 20000) | groupby('y', default=x)", "([x] * 20000) | min", "([x] * 20000) | max", "([x ~ 'y', x ~ 'z'] * 20000) | max", "dict(r | map('string') | map('list') | batch(2)) | dictsort",
        "([(x, 1), (x, 2)] * 20000) | sort", "([x] * 20000) == ([x ~ ''] * 20000)", "r == range(99999)", "(r | list) < (r | list)", "([n] * 100000) == ([n + 1] * 100000)",
        // Sums
        "([[1] * 1000] * 1000) | sum(start=[])", "([x] * 5000) | sum(start='')", "([(1,) * 1000] * 1000) | sum(start=())", "r | sum(start=n)", "([n] * 100000) | sum", "([n * 1.0] * 100000) | sum", "(r | list) + (r | list) + (r | list)",
        // Membership and search
        "x in ([x ~ 'y'] * 100000)", "-1 in r", "r | select('in', r | list) | list", "r | reject('in', r | list) | list", "(r | list).index(-1)", "(r | list).count(1)", "b in ab", "ab.find(b)", "ab.rfind(b)", "ab.index(b)", "ab.count(b)", "ab.count('ab')", "a.count('')",
        "ab.replace(b, '')", "ab.replace('ab', 'abab')", "a | replace('a', 'aaaaaaaaaa')", "a | replace('', 'bbbbbbbbbb')", "ab.split(b)", "ab.split('ab')", "ab.rsplit('ab')", "a.partition(b)", "ab.rpartition(b)", "ab.startswith((b,) * 100000)", "a.endswith('b', 1, 3999999)",
        // Splitting and lists of characters
        "a | list", "a | list | length", "e | list", "a | sort", "a | unique | list", "a | reverse", "e | reverse", "a[::-1]", "e[::2]", "(r | list)[::-1]", "e[-1]", "e | length", "('a\n' * 1000000).splitlines()", "sp.split()", "('a ' * 1000000).split()", "('a ' * 1000000).rsplit()", "a | map('upper') | join",
        "a | batch(1) | list", "r | batch(100000, 'x') | list", "[1] | slice(100000) | list", "r | batch(1) | map('list') | list", "r | slice(100000, 'x') | map('length') | sum", "[1] | batch(100000, x) | list", "r | map('string') | join(x)", "x.join(r | map('string'))",
        // Text
        "('a-' * 2000000) | title", "('a ' * 2000000).title()", "a.istitle()", "a | center(16000000)", "'x' | center(10 ** 12)", "'x'.center(-10 ** 12)", "'x'.ljust(16000000, 'y')", "'x'.rjust(10 ** 9)", "'x'.zfill(10 ** 9)", "a | upper | lower | capitalize | title", "a.swapcase()", "a.casefold()", "a is upper", "a is lower", "a.isalpha()", "a.isupper()",
        "a.strip(ab)", "ab.strip('ba')", "ab.strip('c' * 10000 ~ 'ab')", "sp | trim", "a | trim('a')", "a | wordcount", "('a ' * 2000000) | wordcount", "('a\n' * 100000) | indent(1000)", "('\n' * 1000000) | indent(100, blank=true)", "a | truncate(1, end=a)", "a | truncate(-10 ** 12)", "a | truncate(10 ** 12)", "'<&>' * 1000000 | escape", "('<' * 4000000) | escape | forceescape",
        "e | urlencode", "('<' * 4000000) | urlencode", "{'a': e} | urlencode", "dict(r | map('string') | map('list') | batch(2)) | xmlattr", "a ~ a ~ a ~ a ~ a ~ a", "a * 10 ** 9", "'' * 10 ** 18", "[] * 10 ** 18", "[a] * 1000000", "a.encode", "a | string | safe | string",
        // Formats
        "'%c' % 1114112", "'%c' % 55296", "'%c' % -1", "'%999999999d' % 5", "'%.999999999f' % 5", "'%*d' % (10 ** 12, 5)", "'%-99999999s|' % x", "('%s' * 100000) % tuple(r)", "('%s' * 100) | format(*([a] * 100))", "'%d' % (1e308 * 10)", "'%d' % (1e308 * 10 - 1e308 * 10)", "'%x' % n", "'%o' % n", "'%e' % n", "'%s' % n", "'{:999999999}'.format(5)", "'{:.999999999f}'.format(5)", "'{:,}'.format(n)", "'{:b}'.format(n)",
        "('{0}' * 100000).format(x)", "('{0' ~ '[0]' * 500000 ~ '}').format([1])", "('{0' ~ '.a' * 500000 ~ '}').format({'a': 1})", "('{' * 1000000).format(1)", "'{:{}}'.format(1, 10 ** 9)", "strftime_now('%c' * 1000000)", "strftime_now(a)", "strftime_now('%j' * 2000000)", "n | tojson", "x | tojson(indent=10 ** 9)", "[[[[1]]]] | tojson(indent=4000000)", "[a, a, a, a] | tojson", "('\x01' * 4000000) | tojson", "{'b': 1, 2: 2} | tojson(sort_keys=true)", "r | list | tojson(indent=1000)", "r | list | string", "[e, e, e] | string", "(a,) * 100",
        // Numbers
        "10 ** 10 ** 9", "n ** 2", "n ** n", "0 ** n", "1 ** n", "(-1) ** n", "2 ** -n", "2.0 ** n", "n * n", "n // 3 * n", "-n // n", "n % 7", "n / 3", "n / n", "n | round(-10 ** 12)", "n | round(10 ** 12)", "2.5 | round(10 ** 12)", "2.5 | round(-10 ** 12)", "2.5 | round(400, 'ceil')", "('9' * 5000) | int", "('9' * 4300) | int", "('f' * 4300) | int(0, 16)", "('1' * 4000000) | int", "('1' * 4000000) | float", "'1e999999999' | float", "'zz' | int(0, -5)", "'zz' | int(0, 10 ** 12)", "n | float", "n | abs | string", "range(n)", "range(0, n, n)", "range(n, n * 2, n // 50000) | list", "range(10 ** 12)", "[1][n]", "x[n]", "x[-n:n]", "x[::n]", "(1, 2).index(1, -n, n)",
        // Attributes, dicts and calls
        "r | map(attribute=dots) | list", "r | sort(attribute=dots)", "r | sort(attribute=',' * 3000000)", "r | map(attribute='1' * 4000000) | list", "[1] | map('attr', a) | list", "dict(*([[]] * 100000))", "dict(r | map('string') | map('list'))", "namespace(r | batch(2))", "cycler(*r).next()", "joiner(a)()", "range(*r)", "{x: 1}[x ~ '']", "{n: 1}[n]", "lipsum(n=10 ** 9)", "a is sameas a", "a is in ab", "a is filter", "a is test", "a is divisibleby 2", "r | selectattr(dots) | list", "r | map('default', x) | map('upper') | join | length", "r | map('string') | select('eq', x) | list", "r | first", "r | last", "r | random", "raise_exception(a)",
    ];

    /// <summary>Whole templates.</summary>
    private static readonly string[] Programs =
    [
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{% for i in r %}{% for j in r if j < 0 %}{% endfor %}{% endfor %}",
        "{% for i in r %}{{ r | sum }}{% endfor %}",
        "{% for i in r %}{{ a is string }}{% endfor %}",
        "{% for i in r %}{{ a | length }}{% endfor %}",
        "{% for i in r %}{{ e[5000] }}{% endfor %}",
        "{% for i in r %}{% set _ = b in ab %}{% endfor %}",
        "{% for i in r %}{% set _ = {x: 1} %}{% endfor %}",
        "{% for i in r %}{% set _ = a == a ~ '' %}{% endfor %}",
        "{% for i in r %}{% set _ = n * (10 ** 200) %}{% endfor %}",
        "{% for i in r %}{% set _ = n | string %}{% endfor %}",
        "{% for i in r %}{% set _ = '9' * 4300 | int %}{% endfor %}",
        "{% for i in r %}{% set _ = 2.5 | round(340) %}{% endfor %}",
        "{% for i in r %}{% set _ = '%.1000f' % 2.5 %}{% endfor %}",
        "{% for i in r %}{{ x }}{% endfor %}",
        "{% for i in r %}{{ loop.changed(r | list) }}{% endfor %}",
        "{% set l = [] %}{% for i in r %}{% set _ = l.insert(0, i) %}{% endfor %}{% for i in r %}{% set _ = l.pop(0) %}{% endfor %}{% for i in r %}{% set _ = l.extend(r) %}{% endfor %}",
        "{% set l = [0] %}{% for i in l %}{% set _ = l.append(i) %}{% endfor %}",
        "{% set l = r | list %}{% for i in r %}{% set _ = l.reverse() %}{% endfor %}",
        "{% set l = r | list %}{% for i in r %}{% set _ = l.remove(99999) %}{% set _ = l.append(99999) %}{% endfor %}",
        "{% set l = r | list %}{% for i in l | map('string') %}{% set _ = l.append(1) %}{% endfor %}",
        "{% set d = {} %}{% for i in r %}{% set _ = d.update({i: x ~ i}) %}{% endfor %}",
        "{% set d = {} %}{% for i in r %}{% set _ = d.setdefault(i, i) %}{% endfor %}{% for i in r %}{% set _ = d.pop(i) %}{% endfor %}",
        "{% set d = {'a': 1} %}{% for k in d.keys() | map('upper') %}{% set _ = d.update({k: 1}) %}{% endfor %}",
        "{% set d = {'a': 1} %}{% for k in d %}{% set _ = d.update({k ~ 'a': 1}) %}{% endfor %}",
        "{% set d = {} %}{% for i in r %}{% set _ = d.update({(10 ** 400) + i: i}) %}{% endfor %}",
        "{% set ns = namespace(s='') %}{% for i in r %}{% set ns.s = ns.s ~ x %}{% endfor %}",
        "{% set ns = namespace(s='a') %}{% for i in r %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
        "{% set ns = namespace(l=[1]) %}{% for i in r %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
        "{% set ns = namespace(l=[]) %}{% for i in r %}{% set ns.l = ns.l + [x ~ i] %}{% endfor %}",
        "{% set ns = namespace(g=r) %}{% for i in range(5000) %}{% set ns.g = ns.g | map('string') | select %}{% endfor %}{{ ns.g | list | length }}",
        "{% set ns = namespace(g=[]) %}{% for i in range(99999) %}{% set ns.g = ns.g | map('string') %}{% endfor %}{{ ns.g | list }}",
        "{% set l = [] %}{% for i in r %}{% set _ = l.append(a | list) %}{% endfor %}",
        "{% set l = [] %}{% for i in r %}{% set _ = l.append(x ~ i) %}{% endfor %}",
        "{% set l = [] %}{% for i in r %}{% set _ = l.append(r | batch(1)) %}{% endfor %}{% for g in l %}{{ g | list }}{% endfor %}",
        "{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(100) }}",
        "{% macro m() %}{{ varargs | length }}{{ kwargs }}{% endmacro %}{% for i in r %}{{ m(*r) }}{% endfor %}",
        "{% macro m() %}{{ m(*(r | list)) if varargs else '' }}{% endmacro %}{{ m(1) }}",
        "{% macro m() %}{{ caller() }}{{ caller() }}{% endmacro %}{% for i in r %}{% call m() %}{{ x }}{% endcall %}{% endfor %}",
        "{% macro m(n) %}{% if n %}x{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{% set _ = m(40) %}",
        "{% for i in [1] recursive %}{{ loop([1, 1]) }}{% endfor %}",
        "{% for i in [r] recursive %}{% if loop.depth < 50 %}{{ loop([r] * 1000) }}{% endif %}{% endfor %}",
        "{% filter upper %}{% for i in r %}{{ x }}{% endfor %}{% endfilter %}",
        "{% set y %}{% for i in r %}{{ x }}{% endfor %}{% endset %}{{ y }}",
        "{% for i in r %}{% for k, v in {'a': x}.items() %}{{ k ~ v }}{% endfor %}{% endfor %}",
        "{% for i in r %}{% set _ = x.split('x') %}{% endfor %}",
        "{% for i in r %}{% set _ = r | batch(50000) | list %}{% endfor %}",
        "{% set y %}{{ a }}{{ a }}{% endset %}{% for i in r %}{{ y | tojson }}{% endfor %}",
        "{% with %}{% for i in r %}{% set q = i %}{% with %}{% for j in r %}{{ q }}{% endfor %}{% endwith %}{% endfor %}{% endwith %}",
        Nested + "{{ ns.l }}", Nested + "{{ ns.l | tojson }}", Nested + "{{ ns.l == [[ns.l[0][0], ns.l[0][1]], ns.l[1]] }}", Nested + "{{ {ns.t: 1} }}", Nested + "{{ ns.d | string }}", Nested + "{{ ns.d | tojson(indent=4) }}",
        Nested + "{{ ns.l < ns.l[0] }}", Nested + "{{ [ns.t, ns.t] | unique | list }}", Nested + "{{ ns.d == {'a': ns.d.a, 'b': ns.d.a} }}", Nested + "{{ ns.l ~ '' }}", Nested + "{{ '%r' % (ns.t,) }}", Nested + "{{ '{!r}'.format(ns.t) }}", Nested + "{{ [ns.l, ns.l] | sort }}",
        "{% set l = [] %}{% set _ = l.append(l) %}{{ l }}", "{% set l = [] %}{% set _ = l.append(l) %}{{ l | tojson }}", "{% set l = [] %}{% set m = [] %}{% set _ = l.append(l) %}{% set _ = m.append(m) %}{{ l == m }}",
        "{% set d = {} %}{% set _ = d.update({'d': d}) %}{{ d }}", "{% set d = {} %}{% set _ = d.update({'d': d}) %}{{ d | tojson(sort_keys=true) }}",
        "{{ {'a': 1} | map(attribute='a', **{'attribute': 'b'}) | list }}", "{% macro m(a) %}{% endmacro %}{{ m(a=1, **{'a': 2}) }}",
    ];

    /// <summary>Sources that are dear to read.</summary>
    private static readonly string[] Sources =
    [
        Repeat("{{ 1 }}", 150_000), Repeat("a", 60_000_000), "{{ " + Repeat("1 + ", 200_000) + "1 }}", "{{ x | a" + Repeat(".a", 120_000) + " }}", "{{ '" + Repeat("a' '", 200_000) + "' }}", "{{ " + Repeat("(", 100_000) + " }}", "{{ " + Repeat("[", 190_000),
        Repeat("{% if 1 %}", 90_000), string.Concat(Enumerable.Range(0, 20_000).Select(i => "{{a" + i + "}}")) + Repeat("{%macro m()%}{%endmacro%}", 20_000), Repeat("{% raw %}", 100_000), "{%" + Repeat(" ", 1_000_000), Repeat("{%- ", 250_000), Repeat("{#", 500_000),
        "{{ " + Repeat("1", 900_000) + " }}", "{{ 1." + Repeat("1", 900_000) + " }}", "{{ 0x" + Repeat("f", 4300) + " }}", "{{ " + Repeat("9", 4300) + " ** 1 }}", "{{ " + Repeat("9", 4301) + " }}", "{{ 1e" + Repeat("9", 4300) + " }}", "{{ '" + Repeat("\\u0041", 150_000) + "' }}",
        "{% set " + Repeat("a, ", 120_000) + "b = 1 %}", "{{ {" + Repeat("'a': 1, ", 60_000) + "} }}", "{{ f(" + Repeat("1, ", 120_000) + ") }}", "{{ 1 " + Repeat("if 1 ", 100_000) + "}}", "{{ 1 " + Repeat("is odd ", 100_000) + "}}", "{{ " + Repeat("not ", 200_000) + "1 }}", "{{ 1 " + Repeat("== 1 ", 120_000) + "}}",
        Repeat("{%if 1%}{%elif 1%}{%endif%}", 35_000), string.Concat(Enumerable.Range(0, 35_000).Select(i => "{%set a" + i + "=1%}")) + "{{ a1 }}", "{% for i in range(100000) %}" + string.Concat(Enumerable.Range(0, 20_000).Select(i => "{%set a" + i + "=1%}")) + "{{ b }}{% endfor %}", "{{ '" + Repeat("a", 4_000_000),
    ];

    public static IReadOnlyList<string> Once { get; } =
    [
        .. Expressions.Select(expression => WithValues("{{ " + expression + " }}")),
        .. Programs.Select(WithValues),
        .. Sources,
    ];

    public static IReadOnlyList<string> All { get; } =
    [
        .. Once,
        .. Once.Select(source => source.Replace("0000 %}", "00000 %}", StringComparison.Ordinal).Replace("range(20000)", "range(100000)", StringComparison.Ordinal)),
        .. Expressions.Select(expression => WithValues("{% for i in range(100000) %}{% set q = " + expression + " %}{% endfor %}")),
    ];

    private static string WithValues(string source) => string.Concat(
        Values.Where(value => Regex.IsMatch(source, $@"\b{value.Name}\b", RegexOptions.None, TimeSpan.FromSeconds(1))).Select(value => "{% set " + value.Name + " = " + value.Value + " %}")) + source;

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
