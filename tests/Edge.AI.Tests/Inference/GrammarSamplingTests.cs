using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

public sealed class GrammarSamplingTests(TinyModel tiny, NoiseModel noise)
{
    private static readonly SamplingSettings Hot = new() { Temperature = 1.5f, TopK = 0, TopP = 1, MinP = 0, Seed = 11 };

    [Fact]
    public async Task Only_what_the_grammar_admits_is_said()
    {
        var model = await noise.Loaded;

        for (var seed = 0u; seed < 20; seed++)
        {
            var text = await TextAsync(model, Of("root ::= (\"yes\" | \"no\") [!?]{2,4}"), Hot with { Seed = seed });
            text.Should().MatchRegex("^(yes|no)[!?]{2,4}$");
        }
    }

    [Fact]
    public async Task A_finished_grammar_ends_the_answer()
    {
        var model = await tiny.Loaded;
        var generation = model.Generate(Prompts.Greedy(Prompts.Ask(model, "What is the capital of France?")) with { Grammar = Of("root ::= \"Lyon\"") });

        (await Prompts.TextOf(model, generation)).Should().Be("Lyon");
        generation.End.Should().Be(GenerationEnd.EndToken);
    }

    [Fact]
    public async Task An_answer_that_fits_its_grammar_anyway_is_the_same_as_without()
    {
        var model = await tiny.Loaded;
        var prompt = Prompts.Ask(model, "What is the capital of France?");
        var free = await Prompts.TextOf(model, model.Generate(Prompts.Greedy(prompt)));

        (await Prompts.TextOf(model, model.Generate(Prompts.Greedy(prompt) with { Grammar = Of("root ::= [ -~]*") }))).Should().Be(free);
    }

    [Fact]
    public async Task Equal_seeds_give_equal_answers_under_a_grammar()
    {
        var model = await noise.Loaded;
        var grammar = Of("root ::= [a-z]{30}");

        var first = await TextAsync(model, grammar, Hot);

        (await TextAsync(model, grammar, Hot)).Should().Be(first);
        (await TextAsync(model, grammar, Hot with { Seed = 12 })).Should().NotBe(first);
    }

    [Theory]
    [InlineData("root ::= (", "line 1")]
    [InlineData("roots ::= \"a\"", "'root'")]
    [InlineData("  ", "empty")]
    [InlineData("root ::= \"a\" <[5]>", "token")]
    [InlineData("root ::= \"a\\x00\" \0", "NUL")]
    public async Task A_grammar_that_can_not_be_used_is_refused_in_words(string gbnf, string words)
    {
        var model = await noise.Loaded;

        var refused = () => model.Generate(new([1], Hot, Grammar: Of(gbnf)));

        refused.Should().Throw<EdgeOptionException>().Which.Message.Should().Contain(words);
    }

    [Fact]
    public async Task A_grammar_nested_too_deep_for_llama_is_refused()
    {
        var model = await noise.Loaded;

        var refused = () => model.Generate(new([1], Hot, Grammar: Of($"root ::= {new string('(', 100_000)}\"a\"{new string(')', 100_000)}")));

        refused.Should().Throw<EdgeOptionException>();
    }

    [Fact]
    public async Task A_grammar_that_asks_for_what_no_token_says_fails_its_own_request_only()
    {
        await using var model = await NoiseModel.LoadAsync(new() { VocabularyKind = VocabularyKind.BytePair });
        var other = TextAsync(model, Of("root ::= [a-z]{40}"), Hot);

        var stuck = () => TextAsync(model, Of("root ::= \"a\" [\\x00]"), Hot); // llama.cpp's strings end at NUL

        (await stuck.Should().ThrowAsync<GenerationException>()).Which.Message.Should().Contain("grammar");
        (await other).Should().HaveLength(40);
    }

    [Theory]
    [InlineData("root ::= [a-z] root \"!\" | [a-z] root \"?\" | \"#\"")]
    [InlineData("root ::= ([a-z] | [a-y] | [b-z])* \"#\"")]
    [InlineData("root ::= [a-z]{0,400} [a-z]{400}")]
    public async Task A_grammar_with_many_ways_to_say_the_same_is_followed(string gbnf)
    {
        var model = await noise.Loaded;
        var other = TextAsync(model, Of("root ::= [a-z]{40}"), Hot);

        (await AnswerAsync(model, Of(gbnf), Hot, maxTokens: 60)).Text.Should().MatchRegex("^[a-z]*#?[!?]*$");
        (await other).Should().HaveLength(40);
    }

    [Fact]
    public async Task A_grammar_that_is_in_too_many_places_at_once_is_refused_in_words()
    {
        var model = await noise.Loaded;

        var refused = () => model.Generate(new([1], Hot, Grammar: Of($"root ::= {SideBySide(12_000)}")));

        refused.Should().Throw<EdgeOptionException>().Which.Message.Should().Contain("too many ways");
    }

    [Fact]
    public async Task A_grammar_that_becomes_too_dear_on_its_way_fails_its_own_request_only()
    {
        var model = await noise.Loaded;
        var other = TextAsync(model, Of("root ::= [a-z]{40}"), Hot);

        // Before it is followed it is tried where most can come next: here that is behind what no token says.
        var following = () => AnswerAsync(model, Of($"root ::= \"\\x00\" ([a-b] | [a-c] | [a-d] | [a-e]) | \"bc\" ({SideBySide(40_000)})"), Hot, maxTokens: 60);

        (await following.Should().ThrowAsync<GenerationException>()).Which.Message.Should().Contain("too many ways");
        (await other).Should().HaveLength(40);
    }

    [Theory]
    [InlineData(VocabularyKind.SentencePiece)]
    [InlineData(VocabularyKind.BytePair)]
    public async Task Characters_of_several_bytes_come_out_whole(VocabularyKind kind)
    {
        await using var model = await NoiseModel.LoadAsync(new() { VocabularyKind = kind });

        for (var seed = 0u; seed < 10; seed++)
        {
            var text = await TextAsync(model, Of("root ::= [\\u00E0-\\uD7FF\\uE000-\\U0010FFFF]{12}"), Hot with { Seed = seed });
            text.EnumerateRunes().Should().HaveCount(12).And.NotContain(rune => rune == System.Text.Rune.ReplacementChar);
        }
    }

    [Fact]
    public async Task Control_tokens_do_not_stand_for_their_text()
    {
        var model = await noise.Loaded;

        for (var seed = 0u; seed < 30; seed++)
            (await TextAsync(model, Of("root ::= \"<|im_start|>\"{2}"), Hot with { Seed = seed })).Should().Be("<|im_start|><|im_start|>");
    }

    [Fact]
    public async Task Text_is_free_until_a_trigger_and_follows_the_grammar_from_there()
    {
        var model = await noise.Loaded;
        var lazy = Of("root ::= \"q\" [0-9]{5} \"!\"", "q");

        for (var seed = 0u; seed < 20; seed++)
        {
            var (text, end) = await AnswerAsync(model, lazy, Hot with { Seed = seed }, maxTokens: 400);
            if (end is GenerationEnd.EndToken && text.Contains('q', StringComparison.Ordinal))
                text.Should().MatchRegex("^[^q]*q[0-9]{5}!$");
        }
    }

    [Theory]
    [InlineData("(France)", "France", 4)]
    [InlineData("of (F)", "F", 2)]
    [InlineData("capi(tal)", "tal", 3)]
    public async Task A_trigger_may_begin_and_end_inside_of_tokens(string pattern, string literal, int digits)
    {
        var model = await tiny.Loaded;
        var request = Prompts.Greedy(Prompts.Ask(model, "What is the capital of France?"), maxTokens: 40);
        var free = await Prompts.TextOf(model, model.Generate(request));

        var text = await Prompts.TextOf(model, model.Generate(request with
        {
            Grammar = Of($"root ::= \"{literal}\" [0-9]{{{digits}}}", pattern),
        }));

        var before = free[..(free.IndexOf(literal, StringComparison.Ordinal) + literal.Length)];
        text.Should().MatchRegex($"^{before}[0-9]{{{digits}}}$");
    }

    [Fact]
    public async Task A_grammar_may_begin_behind_a_marker()
    {
        var model = await tiny.Loaded;
        var request = Prompts.Greedy(Prompts.Ask(model, "What is the capital of France?"), maxTokens: 40);

        var text = await Prompts.TextOf(model, model.Generate(request with { Grammar = GrammarConstraint.Behind("capital", Grammar.Parse("root ::= \"7\" [0-9]")) }));

        text.Should().MatchRegex("^The capital *7[0-9]$");
    }

    [Theory]
    [InlineData("</think>7", true)]
    [InlineData("</think>\n\n7", true)]
    [InlineData("</think> \n7", true)]
    [InlineData("</think>\n\n\n\n\n7", false)]
    [InlineData("</think>x7", false)]
    public async Task Between_the_marker_and_what_is_behind_it_is_room_for_a_few_blanks(string text, bool isTaken) =>
        (await noise.Loaded).Takes(Grammar.Parse("root ::= \"7\"").Behind("</think>"), text).Should().Be(isTaken);

    [Fact]
    public async Task A_trigger_whose_text_the_grammar_does_not_begin_with_ends_the_request_not_the_process()
    {
        var model = await tiny.Loaded;
        var request = Prompts.Greedy(Prompts.Ask(model, "What is the capital of France?"), maxTokens: 40) with
        {
            Grammar = Of("root ::= \"x\"", "capital of"),
        };

        var reading = () => Prompts.TextOf(model, model.Generate(request));

        await reading.Should().ThrowAsync<GenerationException>();
        (await Prompts.AnswerAsync(model, "What is 2 + 3?")).Should().Be("2 + 3 = 5");
    }

    private static string SideBySide(int alternatives) => string.Join(" | ", Enumerable.Repeat("[a-z] [a-z] \"#\"", alternatives));

    private static GrammarConstraint Of(string gbnf, params string[] triggers) => new(Grammar.Parse(gbnf)) { Triggers = [.. triggers.Select(GrammarConstraint.Trigger)] };

    private static async Task<string> TextAsync(LoadedModel model, GrammarConstraint grammar, SamplingSettings sampling) =>
        (await AnswerAsync(model, grammar, sampling, maxTokens: 200)).Text;

    private static async Task<(string Text, GenerationEnd? End)> AnswerAsync(LoadedModel model, GrammarConstraint grammar, SamplingSettings sampling, int maxTokens)
    {
        var prompt = model.Vocabulary.Tokenize("Once", addSpecial: true, parseSpecial: false);
        var generation = model.Generate(new(prompt, sampling, maxTokens, grammar));
        return (await Prompts.TextOf(model, generation), generation.End);
    }
}
