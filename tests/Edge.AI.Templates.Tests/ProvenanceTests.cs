using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.AI.Templates.Tests;

public class ProvenanceTests
{
    [Theory]
    [InlineData("<|a|>{{ x }}<|b|>", "<|a|>", "[INPUT]", "<|b|>")]
    [InlineData("{{ '<|a|>' + x + '<|b|>' }}", "<|a|>", "[INPUT]", "<|b|>")]
    [InlineData("{{ '<|a|>' ~ x ~ 5 ~ '<|b|>' }}", "<|a|>", "[INPUT]", "5<|b|>")]
    [InlineData("{{ (' <|a|>' + x + ' ') | trim }}", "<|a|>", "[INPUT]")]
    [InlineData("{{ ('<|a|>' + x)[2:] }}", "a|>", "[INPUT]")]
    [InlineData("{{ ('<|a|>' + x)[::-1] }}", "", "]TUPNI[", ">|a|<")]
    [InlineData("{{ ('<|a|>' + x) | upper }}", "<|A|>", "[INPUT]")]
    [InlineData("{{ x.replace('input', '<|a|>') }}", "", "[", "<|a|>", "]")]
    [InlineData("{{ '<|a|>'.join([x, x]) }}", "", "[INPUT]", "<|a|>", "[INPUT]")]
    [InlineData("{{ '<|a|>%s<|b|>' % x }}", "<|a|>", "[INPUT]", "<|b|>")]
    [InlineData("{{ '<|a|>{}<|b|>'.format(x) }}", "<|a|>", "[INPUT]", "<|b|>")]
    [InlineData("{{ '<|a|>%9s' % x }}", "<|a|>  ", "[INPUT]")]
    [InlineData("{{ x | tojson }}", "", "\"[INPUT]\"")]
    [InlineData("{{ {'a': x} | tojson }}", "", "{\"a\": \"[INPUT]\"}")]
    [InlineData("{{ {'a': '<|a|>'} | tojson }}", "{\"a\": \"<|a|>\"}")]
    [InlineData("{{ [x] }}", "", "['[INPUT]']")]
    [InlineData("{% macro m(v) %}<|a|>{{ v }}{% endmacro %}{{ m(x) | trim }}<|b|>", "<|a|>", "[INPUT]", "<|b|>")]
    [InlineData("{% set v %}<|a|>{{ x }}{% endset %}{{ v }}", "<|a|>", "[INPUT]")]
    [InlineData("{% set v = ('<|a|>,' + x).split(',') %}{{ v[1] }}{{ v[0] }}", "", "[INPUT]", "<|a|>")]
    [InlineData("{{ ('<|a|>\n' + x) | indent(2) }}", "<|a|>\n  ", "[INPUT]")]
    [InlineData("{{ x | e }}{{ x | title }}{{ x.center(9, '.') }}", "", "[INPUT][Input]", ".", "[INPUT]", ".")]
    [InlineData("{% for k in d %}{{ k }}{% endfor %}", "", "KEY")]
    [InlineData("{{ strftime_now('%Y') }}{{ 1.5 }}{{ none }}", "20261.5None")]
    [InlineData("{{ strftime_now(x) }}", "", "[INPUT]")]
    public void Text_keeps_its_origin(string source, params string[] templateAndInputInTurn)
    {
        var prompt = TemplateRendering.Prompt(source, """{ "x": "[input]", "d": { "key": 1 } }""");

        var expected = templateAndInputInTurn
            .Select((text, index) => new PromptSegment(text, index % 2 == 0 ? TextOrigin.Template : TextOrigin.Input))
            .Where(segment => segment.Text.Length > 0);
        prompt.Segments.Select(segment => segment with { Text = segment.Text.ToUpperInvariant() })
            .Should().Equal(expected.Select(segment => segment with { Text = segment.Text.ToUpperInvariant() }));
        prompt.Text.Should().Be(string.Concat(prompt.Segments.Select(segment => segment.Text)));
    }

    [Fact]
    public void A_caller_can_pass_template_text()
    {
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal) { ["bos_token"] = PromptText.FromTemplate("<s>") };

        var prompt = ChatTemplate.Parse("{{ bos_token }}<|user|>", "test").Render(variables, new() { Now = TemplateRendering.Now });

        prompt.Segments.Should().Equal(new PromptSegment("<s><|user|>", TextOrigin.Template));
    }

    /// <summary>Templates write lower case only and the input has none, so whatever lower case letter is marked as input, or other letter as template text, was marked wrongly.</summary>
    [Fact]
    public void No_chain_of_filters_and_methods_turns_input_into_template_text()
    {
        string[] steps =
        [
            " | trim", " | replace('A', '<b>')", " | replace('a', x)", "[1:]", "[:-1]", "[::-1]", "[::2]", ".strip('<A')", " | string",
            " | indent(1, true)", " ~ '<c>'", " ~ x", " + x + '<d>'", ".split('A') | join('<e>')", " | list | join", " | center(12)",
            " | replace('', '.')", ".partition('B') | join(x)", " | safe", ".rsplit(none, 1) | join", ".zfill(9)", " | reverse",
            ".splitlines(true) | join('<f>')", ".removeprefix('<')", " | batch(2) | map('join', '<g>') | join", " | truncate(9, true, '<h>', 0)",
        ];
        var chains = ArbMap.Default.GeneratorFor<int>().Select(step => steps[Math.Abs(step % steps.Length)]).ListOf().Select(list => list.Take(6).ToList());
        var inputs = Gen.Elements("A", "B", "<", "|", ">", " ", "\n", "É", "😀").ListOf().Select(string.Concat);

        Prop.ForAll(chains.ToArbitrary(), inputs.ToArbitrary(), (chain, input) =>
        {
            if (chain.Contains(" | safe"))
                input = input.Replace("<", "").Replace(">", ""); // text that is joined with markup is escaped, and 'lt' and 'gt' are lower case
            var expression = chain.Aggregate("('<a>' + x)", (inner, step) => $"({inner}{step})");
            var prompt = TemplateRendering.Prompt("{{ " + expression + " }}", new JsonObject { ["x"] = input }.ToJsonString());
            return prompt.Segments.All(segment => segment.Origin == TextOrigin.Template
                ? !segment.Text.Any(character => char.IsUpper(character) || char.IsSurrogate(character))
                : !segment.Text.Any(char.IsLower));
        }).QuickCheckThrowOnFailure();
    }
}
