using System.Text;
using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

/// <summary>Which tokens a grammar foretells at some place in an answer.</summary>
public sealed class ForetoldTokensTests : IDisposable
{
    private const string Order =
        """
        root ::= "{" space "\"customer\":" space string "," space "\"city\":" space string "," space "\"état\":" space ("\"open\"" | "\"closed\"") "," space "\"number\":" space [0-9]+ space "}"
        string ::= "\"" [^"\n]* "\""
        space ::= "" | " " | "\n" [ \t]{0,24}

        """;

    private readonly SteppedLoop _loop = new(sequences: 1, path: TinyModel.Path);

    public void Dispose() => _loop.Dispose();

    [Theory]
    [InlineData("", "{")]
    [InlineData("{\"cu", "stomer\":")]
    [InlineData("{\"customer\": \"Anna\",", "")] // nothing is known yet about white space behind a comma
    [InlineData("{\"customer\": \"Anna", "")]
    [InlineData("{\"customer\": \"Anna\", \"", "city\": \"")]
    [InlineData("{\"customer\":\"Anna\",\"", "city\":\"")]
    [InlineData("{\"customer\": \"Anna\", \"city\": \"Oslo\"", ", \"état\": \"")]
    [InlineData("{\"customer\":\"Anna\",\"city\":\"Oslo\"", ",\"état\":\"")]
    [InlineData("{\n  \"customer\": \"Anna\",\n  \"city\": \"Oslo\"", ",\n  \"état\": \"")]
    [InlineData("{\"customer\": \"Anna\", \"city\": \"Oslo\", \"état\": \"c", "losed\", \"number\":")]
    [InlineData("{\"customer\": \"Anna\", \"city\": \"Oslo\", \"état\": \"open\", \"number\": 12", "")]
    [InlineData("{\"customer\": \"Anna\", \"city\": \"Oslo\", \"état\": \"open\", \"number\": 12}", "")]
    public void What_must_come_is_foretold_with_the_white_space_that_the_answer_uses(string answer, string foretold) =>
        Foretold(Order, answer).Should().Be(foretold);

    [Theory]
    [InlineData("root ::= \"The answer is \" [0-9]+", "", "The answer is")]
    [InlineData("root ::= \"yes\" | \"no\"", "y", "es")]
    [InlineData("root ::= \"yes\" | \"yesterday\"", "y", "es")]
    [InlineData("root ::= \"yes\" | \"yesterday\"", "yes", "")] // the answer may end here
    [InlineData("root ::= \"a\" | \"b\"", "", "")]
    [InlineData("root ::= \"ключ: \" [0-9]", "", "ключ:")]
    public void Any_grammar_foretells_what_it_forces(string gbnf, string answer, string foretold) => Foretold(gbnf, answer).Should().Be(foretold);

    [Fact]
    public void A_foretold_token_always_fits()
    {
        const string Answer = "{\n  \"customer\": \"Anna Berg\",\n  \"city\": \"Oslo\",\n  \"état\": \"open\",\n  \"number\": 12\n}";
        var match = Match(Order);
        var right = 0;
        foreach (var token in _loop.Vocabulary.Tokenize(Answer, addSpecial: false, parseSpecial: false))
        {
            var foretold = Tokens(match);
            if (foretold.Length > 0)
            {
                match.Allowed()[foretold[0]].Should().BeTrue();
                right += foretold[0] == token ? 1 : 0;
            }

            match.TryAccept(token).Should().BeTrue();
        }

        right.Should().BeGreaterThan(10);
    }

    private string Foretold(string gbnf, string answer)
    {
        var match = Match(gbnf);
        foreach (var token in _loop.Vocabulary.Tokenize(answer, addSpecial: false, parseSpecial: false))
        {
            Tokens(match);
            match.TryAccept(token).Should().BeTrue();
        }

        var pieces = TokenPieces.Of(_loop.Vocabulary);
        return Encoding.UTF8.GetString([.. Tokens(match).SelectMany(token => pieces[token].ToArray())]);
    }

    private GrammarMatch Match(string gbnf) => new(Grammar.Parse(gbnf), _loop.Vocabulary);

    private static int[] Tokens(GrammarMatch match)
    {
        Span<int> tokens = stackalloc int[32];
        return tokens[..match.Foretell(tokens)].ToArray();
    }
}
