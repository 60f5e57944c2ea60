using System.Collections;
using System.Globalization;
using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

/// <summary>How an answer follows its grammar, token by token.</summary>
public sealed class GrammarMatchTests
{
    private static readonly string[] s_items = ["\"a\"", "\"ab\"", "[b-c]", "[^a\\n]", ".", "\"\"", "\"é\"", "[\\u0100-\\uFFFF]", "\"x\"", "[a-cé]", "r", "s", "t"];
    private static readonly string[] s_repeats = ["*", "+", "?", "{2}", "{0,3}", "{2,}", "{1,2}"];

    [Theory]
    [InlineData(VocabularyKind.SentencePiece)]
    [InlineData(VocabularyKind.BytePair)]
    public async Task At_every_token_the_same_ones_may_follow_as_in_llama_cpp(VocabularyKind kind)
    {
        await using var model = await NoiseModel.LoadAsync(new() { VocabularyKind = kind });
        var random = new Random(7);
        var draws = int.Parse(Environment.GetEnvironmentVariable("EDGE_AI_TEST_GRAMMARS") ?? "40", CultureInfo.InvariantCulture);
        var (compared, steps) = (0, 0);

        for (var draw = 0; draw < draws; draw++)
        {
            var gbnf = $"root ::= \"x\"? {Body(random)}\nr ::= {Body(random)} \"y\"\ns ::= ({Body(random)}) | \"\"\nt ::= {Body(random)} \"b\"\n";
            if (Compile(gbnf) is not { } program || LlamaGrammar.Create(model.Vocabulary, gbnf) is not { } llama)
                continue;

            compared++;
            using (llama)
            {
                var match = new GrammarMatch(program, model.Vocabulary);
                var characters = new CharacterGuard(model.Vocabulary); // llama.cpp takes bytes that UTF-8 does not have
                for (var step = 0; step < 6; step++, steps++)
                {
                    var expected = llama.Allowed(model.Vocabulary.Size).Where(characters.Admits).ToHashSet();
                    Tokens(match.Allowed()).Where(characters.Admits).ToHashSet().SetEquals(expected).Should().BeTrue(gbnf);
                    var next = expected.Where(token => !model.Vocabulary.IsEndOfGeneration(token)).Order().ToList();
                    if (next.Count == 0)
                        break;

                    var token = next[random.Next(next.Count)];
                    match.TryAccept(token).Should().BeTrue(gbnf);
                    characters.Accept(token);
                    llama.Accept(token);
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{compared} grammars, {steps} steps.");
        compared.Should().BeGreaterThan(draws / 5);
    }

    private static string Body(Random random, int depth = 1) => string.Join(" | ", Enumerable.Range(0, 1 + random.Next(2)).Select(_ =>
        string.Join(' ', Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Item(random, depth)))));

    /// <summary>Groups are not repeated: llama.cpp takes minutes for what has very many ways.</summary>
    private static string Item(Random random, int depth)
    {
        if (depth > 0 && random.Next(4) == 0)
            return $"({Body(random, depth - 1)})";

        var item = s_items[random.Next(s_items.Length)];
        return random.Next(4) == 0 && item is not ("\"\"" or "r" or "s" or "t") ? item + s_repeats[random.Next(s_repeats.Length)] : item;
    }

    private static Grammar? Compile(string gbnf)
    {
        try
        {
            return Grammar.Parse(gbnf);
        }
        catch (EdgeOptionException)
        {
            return null;
        }
    }

    private static HashSet<int> Tokens(BitArray allowed) => [.. Enumerable.Range(0, allowed.Count).Where(token => allowed[token])];
}
