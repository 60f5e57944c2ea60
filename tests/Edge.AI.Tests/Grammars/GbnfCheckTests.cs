using Edge.AI.Grammars;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Grammars;

/// <summary>What is asked of a grammar before an answer follows it.</summary>
public sealed class GbnfCheckTests(NoiseModel noise)
{
    [Theory]
    [InlineData("root ::= \"a\"\nb ::= \"b", "line 2, column 7", "closing quotation mark")]
    [InlineData("root ::= [a-z", "line 1, column 10", "closing bracket")]
    [InlineData("root ::= (\"a\" |\n \"b\"", "line 2", "')' is missing")]
    [InlineData("root ::= \"a\" )", "line 1, column 14", "')' without '('")]
    [InlineData("root = \"a\"", "line 1, column 6", "'::=' is missing")]
    [InlineData("# a comment\r\nroot ::= item item\r\nitme ::= \"a\"", "line 2", "'item' is not defined")]
    [InlineData("root ::= \"a\"\rroot ::= \"b\"", "line 2", "defined twice")]
    [InlineData("root ::= \"\\d\"", "line 1, column 12", "not a valid escape")]
    [InlineData("root ::= [\\u12g4]", "line 1", "hexadecimal")]
    [InlineData("root ::= *", "line 1, column 10", "nothing to repeat")]
    [InlineData("root ::= \"\"*", "line 1", "nothing to repeat")]
    [InlineData("root ::= [^]+", "line 1", "nothing to repeat")]
    [InlineData("root ::= \"a\" %", "line 1, column 14", "'%'")]
    [InlineData("root ::= \"a\"{,3}", "line 1, column 14", "a number is missing")]
    [InlineData("root ::= \"a\"{3,2}", "line 1", "a maximum below its minimum")]
    [InlineData("root ::= \"a\"{3000}", "line 1", "too large")]
    [InlineData("root ::= \"a\"{1,3000}", "line 1", "too large")]
    [InlineData("root ::= (\"a\"{0,100}){100}", "line 1", "too large")]
    [InlineData("root ::= \"a\"{9999999}", "line 1", "too large")]
    [InlineData("root ::= \"a\" <[5]>", "line 1, column 14", "token")]
    public void What_is_wrong_with_a_grammar_is_told_with_its_place(string gbnf, string place, string problem) =>
        FluentActions.Invoking(() => Grammar.Parse(gbnf)).Should().Throw<EdgeOptionException>().Which.Message.Should().ContainAll(place, problem);

    [Theory]
    [InlineData("root ::= root \"a\" | \"b\"", "root")]
    [InlineData("root ::= a\na ::= b \"x\"\nb ::= a | \"y\"", "a")]
    [InlineData("root ::= none root \"x\" | \"y\"\nnone ::= blank\nblank ::= \"\" | \" \"", "root")]
    [InlineData("root ::= none root \"x\" | \"y\"\nnone ::= blank blank\nblank ::= \" \"?", "root")]
    [InlineData("root ::= (\" \"* root)+ \"x\" | \"y\"", "root")]
    [InlineData("root ::= a\na ::= none b \"x\" | \"y\"\nb ::= none a \"z\"\nnone ::= optional{0,3}\noptional ::= \" \"*", "a")]
    [InlineData("root ::= root | \"a\"", "root")]
    [InlineData("root ::= a\na ::= b | \"x\"\nb ::= a | \"y\"", "a")]
    [InlineData("root ::= none root none | \"x\"\nnone ::= more*\nmore ::= \"y\"", "root")]
    public void A_rule_that_can_begin_with_itself_is_refused(string gbnf, string rule) =>
        FluentActions.Invoking(() => Grammar.Parse(gbnf)).Should().Throw<EdgeOptionException>().Which.Message.Should().Contain($"'{rule}' can begin with itself");

    [Fact]
    public void What_would_take_too_much_memory_is_refused()
    {
        var nested = $"{new string('(', 100_000)}\"a\"{new string(')', 100_000)}";
        var texts = string.Concat(Enumerable.Range(0, 20).Select(i => $"r{i} ::= \"{new string('x', 1000)}\"{{1999}}\n"));

        FluentActions.Invoking(() => Grammar.Parse($"root ::= {nested}")).Should().Throw<EdgeOptionException>().Which.Message.Should().Contain("nested");
        FluentActions.Invoking(() => Grammar.Parse($"root ::= r0\n{texts}")).Should().Throw<EdgeOptionException>().Which.Message.Should().Contain("written out");
    }

    [Fact]
    public async Task Long_chains_and_many_ways_to_begin_are_gone_through_once()
    {
        var model = await noise.Loaded;
        var ways = string.Concat(Enumerable.Range(0, 40).Select(i => $"r{i} ::= r{i + 1} \"a\" | r{i + 1} \"b\"\n"));
        var chain = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"r{i} ::= r{i + 1}\n"));
        var leavesFirst = "r0 ::= \"x\"\n" + string.Concat(Enumerable.Range(1, 50_000).Select(i => $"r{i} ::= r{i - 1}\n"));

        model.Takes(Grammar.Parse($"root ::= r0\n{ways}r40 ::= \"x\""), $"x{new string('a', 20)}{new string('b', 20)}").Should().BeTrue();
        model.Takes(Grammar.Parse($"root ::= r0\n{ways}r40 ::= \"x\""), $"x{new string('a', 39)}").Should().BeFalse();
        model.Takes(Grammar.Parse($"root ::= r0\n{chain}r50000 ::= \"x\""), "x").Should().BeTrue();
        model.Takes(Grammar.Parse($"{leavesFirst}root ::= r50000"), "x").Should().BeTrue();
    }

    [Theory]
    [InlineData("root ::= \"a\"")]
    [InlineData("# first\n\nroot ::= # here\n  \"a\" | ( # there\n  [^b-d\\]\\-\"] . \"é\\x41\\u00e9\\U0001F422\\n\"\n  | item? )\r\nitem ::= \"i\" {2} \"j\"{ 1 , 3 } \"k\"{2,}\n")]
    [InlineData("root ::= ws* \"x\"\nws ::= \" \"*")]
    [InlineData("root ::= (\"a\"? \"b\"?)+")]
    [InlineData("root ::= expr\nexpr ::= term (\"+\" term)*\nterm ::= [0-9]+ | \"(\" expr \")\"")]
    [InlineData("root ::= list\nlist ::= item list | item\nitem ::= \"-\" ")]
    [InlineData("root ::= \"\" | [-a] []")]
    [InlineData("root ::= blank* \"x\"\nblank ::= \"\" | \" \"")]
    [InlineData("root ::= (\"a\"?){400} \"a\"{400}")]
    [InlineData("root ::= none root | \"x\"\nnone ::= more*\nmore ::= \"y\"")]
    public void A_grammar_that_can_be_followed_is_let_pass(string gbnf) =>
        FluentActions.Invoking(() => Grammar.Parse(gbnf)).Should().NotThrow();
}
