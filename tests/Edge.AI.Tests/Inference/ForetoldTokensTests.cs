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
        var match = At(Order, "");
        var right = 0;
        foreach (var token in _loop.Vocabulary.Tokenize(Answer, addSpecial: false, parseSpecial: false))
        {
            var foretold = Tokens(match)!;
            if (foretold.Length > 0)
            {
                match.Allowed()[foretold[0]].Should().BeTrue();
                right += foretold[0] == token ? 1 : 0;
            }

            match.TryAccept(token).Should().BeTrue();
        }

        right.Should().BeGreaterThan(10);
    }

    [Fact]
    public void A_comma_behind_an_object_is_followed_by_other_white_space_than_one_inside()
    {
        const string List =
            """
            root ::= "[" space object ("," space object){2} space "]"
            object ::= "{" space "\"number\":" space [0-9] "," space "\"open\":" space ("true" | "false") space "}"
            space ::= "" | " " | "\n" [ \t]{0,24}

            """;
        const string First = "[\n{\n    \"number\": 3,\n    \"open\": true\n},\n{\n    \"number\": 4,\n    \"open\": true\n";

        Foretold(List, First).Should().Be("},\n{\n    \"number\":");
        Foretold(List, First + "},\n{\n    \"number\": 5").Should().Be(",\n    \"open\":");
    }

    [Fact]
    public void Inside_a_number_white_space_is_not_foretold()
    {
        const string List = "root ::= \"[\" item item item \"]\"\nitem ::= [0-9]{1,4} space \";\"\nspace ::= \"\" | \" \"\n";

        Foretold(List, "[12 ;3").Should().Be("");
        Foretold(List, "[12 ;3 ").Should().Be(";");
    }

    [Theory]
    [InlineData("Berg", "")]
    [InlineData("Berg\"", ", \"city\": \"")]
    [InlineData("Berg\", \"ci", "ty\": \"")]
    [InlineData("Berg\",,", null)]
    public void Tokens_are_foretold_behind_a_draft_that_fits(string draft, string? foretold)
    {
        const string People =
            """
            root ::= person " " person
            person ::= "{" space "\"customer\":" space string "," space "\"city\":" space string space "}"
            string ::= "\"" [^"\n]* "\""
            space ::= "" | " " | "\n" [ \t]{0,24}

            """;
        var match = At(People, "{\"customer\": \"Anna\", \"city\": \"Oslo\"} {\"customer\": \"Anna ");

        Text(match, Tokenize(draft)).Should().Be(foretold);
    }

    private string? Foretold(string gbnf, string answer) => Text(At(gbnf, answer));

    /// <summary>The place in a grammar behind the beginning of an answer, all of whose tokens were foretold as far as possible.</summary>
    private GrammarMatch At(string gbnf, string answer)
    {
        var match = new GrammarMatch(Grammar.Parse(gbnf), _loop.Vocabulary);
        foreach (var token in Tokenize(answer))
        {
            Tokens(match);
            match.TryAccept(token).Should().BeTrue();
        }

        return match;
    }

    private string? Text(GrammarMatch match, params ReadOnlySpan<int> draft)
    {
        var pieces = TokenPieces.Of(_loop.Vocabulary);
        return Tokens(match, draft) is { } tokens ? Encoding.UTF8.GetString([.. tokens.SelectMany(token => pieces[token].ToArray())]) : null;
    }

    private int[] Tokenize(string text) => [.. _loop.Vocabulary.Tokenize(text, addSpecial: false, parseSpecial: false)];

    private static int[]? Tokens(GrammarMatch match, params ReadOnlySpan<int> draft)
    {
        Span<int> tokens = stackalloc int[32];
        return match.Foretell(draft, tokens) is { } count ? tokens[..count].ToArray() : null;
    }
}
