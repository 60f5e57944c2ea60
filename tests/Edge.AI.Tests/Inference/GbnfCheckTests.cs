using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.AI.Tests.Inference;

/// <summary>What is asked of a grammar before llama.cpp sees it.</summary>
public sealed class GbnfCheckTests(NoiseModel noise)
{
    [Theory]
    [InlineData("root ::= \"a\"\nb ::= \"b", "line 2, column 7", "closing quotation mark")]
    [InlineData("root ::= [a-z", "line 1, column 10", "closing bracket")]
    [InlineData("root ::= (\"a\" |\n \"b\"", "line 2", "')' is missing")]
    [InlineData("root ::= \"a\" )", "line 1, column 14", "closes no group")]
    [InlineData("root = \"a\"", "line 1, column 6", "'::=' is missing")]
    [InlineData("# a comment\r\nroot ::= item item\r\nitme ::= \"a\"", "line 2", "'item' is not defined")]
    [InlineData("root ::= \"a\"\rroot ::= \"b\"", "line 2", "a second time")]
    [InlineData("root ::= \"\\d\"", "line 1, column 12", "no escape")]
    [InlineData("root ::= [\\u12g4]", "line 1", "hexadecimal")]
    [InlineData("root ::= *", "line 1, column 10", "repeats nothing")]
    [InlineData("root ::= \"\"*", "line 1", "repeats nothing")]
    [InlineData("root ::= [^]+", "line 1", "repeats nothing")]
    [InlineData("root ::= \"a\" %", "line 1, column 14", "'%'")]
    [InlineData("root ::= \"a\"{,3}", "line 1, column 14", "a number is missing")]
    [InlineData("root ::= \"a\"{3,2}", "line 1", "less often")]
    [InlineData("root ::= \"a\"{3000}", "line 1", "too much")]
    [InlineData("root ::= \"a\"{1,3000}", "line 1", "too much")]
    [InlineData("root ::= (\"a\"{0,100}){100}", "line 1", "too much")]
    [InlineData("root ::= \"a\"{9999999}", "line 1", "too large")]
    [InlineData("root ::= \"a\" <[5]>", "line 1, column 14", "token")]
    public void What_is_wrong_with_a_grammar_is_told_with_its_place(string gbnf, string place, string problem) =>
        FluentActions.Invoking(() => GbnfCheck.Demand(gbnf)).Should().Throw<EdgeOptionException>().Which.Message.Should().ContainAll(place, problem);

    [Theory]
    [InlineData("root ::= root \"a\" | \"b\"", "root")]
    [InlineData("root ::= a\na ::= b \"x\"\nb ::= a | \"y\"", "a")]
    [InlineData("root ::= none root \"x\" | \"y\"\nnone ::= blank\nblank ::= \"\" | \" \"", "root")]
    [InlineData("root ::= none root \"x\" | \"y\"\nnone ::= blank blank\nblank ::= \" \"?", "root")]
    [InlineData("root ::= (\" \"* root)+ \"x\" | \"y\"", "root")]
    [InlineData("root ::= a\na ::= none b \"x\" | \"y\"\nb ::= none a \"z\"\nnone ::= optional{0,3}\noptional ::= \" \"*", "a")]
    [InlineData("root ::= blank*\nblank ::= \"\" | \" \"", "root")]
    public void A_rule_that_can_begin_with_itself_is_refused(string gbnf, string rule) =>
        FluentActions.Invoking(() => GbnfCheck.Demand(gbnf)).Should().Throw<EdgeOptionException>().Which.Message.Should().Contain($"'{rule}' can begin with itself");

    [Fact]
    public void Rules_that_llama_would_look_through_forever_are_refused()
    {
        var ways = string.Concat(Enumerable.Range(0, 40).Select(i => $"r{i} ::= r{i + 1} \"a\" | r{i + 1} \"b\"\n"));
        var chain = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"r{i} ::= r{i + 1}\n"));
        var leavesFirst = "r0 ::= \"x\"\n" + string.Concat(Enumerable.Range(1, 100_000).Select(i => $"r{i} ::= r{i - 1}\n"));
        var nested = $"{new string('(', 100_000)}\"a\"{new string(')', 100_000)}";
        var texts = string.Concat(Enumerable.Range(0, 20).Select(i => $"r{i} ::= \"{new string('x', 1000)}\"{{1999}}\n"));

        FluentActions.Invoking(() => GbnfCheck.Demand($"root ::= r0\n{ways}r40 ::= \"x\"")).Should().Throw<EdgeOptionException>().Which.Message.Should().Contain("ways");
        FluentActions.Invoking(() => GbnfCheck.Demand($"root ::= r0\n{chain}r100000 ::= \"x\"")).Should().Throw<EdgeOptionException>().Which.Message.Should().Contain("deep");
        FluentActions.Invoking(() => GbnfCheck.Demand($"{leavesFirst}root ::= r100000")).Should().Throw<EdgeOptionException>().Which.Message.Should().Contain("deep");
        FluentActions.Invoking(() => GbnfCheck.Demand($"root ::= {nested}")).Should().Throw<EdgeOptionException>().Which.Message.Should().Contain("nested");
        FluentActions.Invoking(() => GbnfCheck.Demand($"root ::= r0\n{texts}")).Should().Throw<EdgeOptionException>().Which.Message.Should().Contain("written out");
    }

    [Fact]
    public async Task Whatever_is_let_pass_llama_takes_and_comes_to_an_end_with()
    {
        var model = await noise.Loaded;
        var body = Gen.Elements("\"a\"", "[b-c]", ".", "(", ")", "|", "*", "+", "?", "{2}", "{0,3}", "{2,}", "r", "s", "t", "\"\"").ArrayOf().Select(words => string.Join(' ', words));
        var passed = 0;

        Prop.ForAll(body.ArrayOf(4).ToArbitrary(), bodies =>
        {
            var gbnf = $"root ::= \"x\" {bodies[0]}\nr ::= {bodies[1]} \"y\"\ns ::= ({bodies[2]}) | \"\"\nt ::= {bodies[3]} \"z\"\n";
            try
            {
                GbnfCheck.Demand(gbnf);
            }
            catch (EdgeOptionException)
            {
                return;
            }

            passed++;
            using var handle = GrammarHandle.Create(model.Vocabulary, gbnf, "root");
            foreach (var token in model.Vocabulary.Tokenize("xabyz", addSpecial: false, parseSpecial: false))
                handle.TryAccept(token);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithEndSize(6));

        passed.Should().BeGreaterThan(200);
    }

    [Theory]
    [InlineData("root ::= \"a\"")]
    [InlineData("# first\n\nroot ::= # here\n  \"a\" | ( # there\n  [^b-d\\]\\-\"] . \"é\\x41\\u00e9\\U0001F422\\n\"\n  | item? )\r\nitem ::= \"i\" {2} \"j\"{ 1 , 3 } \"k\"{2,}\n")]
    [InlineData("root ::= ws* \"x\"\nws ::= \" \"*")]
    [InlineData("root ::= (\"a\"? \"b\"?)+")]
    [InlineData("root ::= expr\nexpr ::= term (\"+\" term)*\nterm ::= [0-9]+ | \"(\" expr \")\"")]
    [InlineData("root ::= list\nlist ::= item list | item\nitem ::= \"-\" ")]
    [InlineData("root ::= \"\" | [-a] []")]
    public async Task A_grammar_that_llama_takes_is_let_pass(string gbnf)
    {
        var model = await noise.Loaded;

        FluentActions.Invoking(() => GbnfCheck.Demand(gbnf)).Should().NotThrow();
        using var handle = GrammarHandle.Create(model.Vocabulary, gbnf, "root");
    }
}
