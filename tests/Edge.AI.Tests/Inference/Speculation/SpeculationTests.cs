using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference.Speculation;

/// <summary>Answers with speculation, step by step, beside plain ones. All steps seem to take equally long, so that drafts always seem to pay.</summary>
public sealed class SpeculationTests
{
    private static readonly string[] Questions =
    [
        "What is the capital of France?", "Count from 1 to 30.", "What is 7 + 8?", "Write a short story about Omar.", "hello", "Repeat this: the cat sat on the mat, the cat sat on the hat.",
        "What is the capital of Japan?", "Count from 1 to 9.", "Who are you?", "Write a short story about Anna and Omar.",
    ];

    [Fact]
    public async Task Greedy_answers_are_those_of_plain_decoding()
    {
        using var loop = new SteppedLoop(sequences: 1, path: TinyModel.Path, speculation: true);
        var accepted = 0;
        foreach (var before in new[] { "", Turn("Count from 1 to 30.", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12") })
        {
            foreach (var question in Questions)
            {
                var (plain, guessed) = await BothAsync(loop, Prompts.Greedy(loop.Ask(question, before), 120));
                guessed.Tokens.Should().Equal(plain.Tokens, "of '{0}'", question);
                guessed.Generation.End.Should().Be(plain.Generation.End);
                accepted += guessed.Generation.AcceptedTokens;
            }
        }

        accepted.Should().BeGreaterThan(100);
    }

    [Theory]
    [InlineData("sampled")]
    [InlineData("hot")]
    [InlineData("penalties")]
    [InlineData("dry")]
    [InlineData("mirostat")]
    [InlineData("grammar")]
    [InlineData("names")]
    [InlineData("reasoning")]
    public async Task Sampled_answers_are_those_of_plain_decoding(string kind)
    {
        using var loop = new SteppedLoop(sequences: 1, path: TinyModel.Path, speculation: true);
        var drafted = 0;
        for (var seed = 1u; seed <= 12; seed++)
        {
            var request = Request(loop, kind, seed);
            var (plain, guessed) = await BothAsync(loop, request);
            guessed.Tokens.Should().Equal(plain.Tokens, "with seed {0}", seed);
            drafted += guessed.Generation.DraftedTokens;
        }

        drafted.Should().BePositive();
    }

    [Fact]
    public async Task What_the_grammar_forces_is_drafted()
    {
        using var loop = new SteppedLoop(sequences: 1, path: TinyModel.Path, speculation: true);
        var grammar = Grammar.Parse("root ::= \"The capital of that country is called \" [A-Z] [a-z]+ \", which is what I know about it\"");

        var (plain, guessed) = await BothAsync(loop, Prompts.Greedy(loop.Ask("What is the capital of France?"), 60) with { Grammar = new(grammar) });

        guessed.Tokens.Should().Equal(plain.Tokens);
        guessed.Generation.AcceptedTokens.Should().BeGreaterThan(10);
    }

    [Fact]
    public async Task Requests_that_run_together_get_the_answers_they_get_alone()
    {
        using var loop = new SteppedLoop(sequences: 4, path: TinyModel.Path, speculation: true);
        List<int[]> prompts = [.. Enumerable.Range(1, 4).Select(turns => loop.Ask("Count from 1 to 30.", string.Concat(Enumerable.Repeat(Turn("Count from 1 to 9.", "1, 2, 3, 4, 5, 6, 7, 8, 9"), turns))))];
        List<List<int>> alone = [];
        foreach (var prompt in prompts)
            alone.Add((await RunAsync(loop, Prompts.Greedy(prompt, 80) with { Speculates = false })).Tokens);
        loop.ForgetAll();

        List<Generation> together = [.. prompts.Select(prompt => loop.Submit(prompt, 80))];
        foreach (var generation in together)
            (await loop.RunAsync(generation)).Should().Equal(alone[together.IndexOf(generation)]);

        together.Sum(generation => generation.AcceptedTokens).Should().BePositive();
    }

    [Theory]
    [InlineData(new[] { 91, 170, 200, 229, 281, 302, 324, 326, 383 }, 7, "the eighth token of a step costs almost nothing, the ninth one is dear again")]
    [InlineData(new[] { 91, 170, 200, 205, 400, 420, 440, 480, 560 }, 3, "five tokens cost twice as much as four")]
    [InlineData(new[] { 91, 92, 93, 94, 95, 96, 97, 98, 99 }, 8, "no token costs anything")]
    [InlineData(new[] { 91, 182, 273, 364, 455, 546, 637, 728, 819 }, 0, "a token costs as much as a step")]
    public async Task As_many_tokens_are_drafted_as_this_machine_computes_best(int[] timesByTokens, int best, string because)
    {
        using var loop = new SteppedLoop(sequences: 1, length: 4096, speculation: true);
        var end = 0;
        loop.Clock.TimeOfDecode = () =>
        {
            var (tokens, now) = (loop.Context.SequenceEnd(0) - end, loop.Context.SequenceEnd(0));
            end = now;
            return TimeSpan.FromMicroseconds(100 * (tokens is >= 1 and <= 9 ? timesByTokens[tokens - 1] : 1000));
        };
        var running = loop.Submit([.. Enumerable.Repeat(SteppedLoop.Noise(1, 12), 30).SelectMany(noise => noise)], 2000);

        await using var reader = running.ReadAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        List<int> drafts = [];
        for (var step = 0; step < 90; step++)
        {
            var before = running.DraftedTokens;
            loop.Step(1);
            drafts.Add(running.DraftedTokens - before);
            while (running.Unread > 0)
                await reader.MoveNextAsync();
        }

        drafts.TakeLast(50).GroupBy(count => count).MaxBy(group => group.Count())!.Key.Should().Be(best, because);
    }

    [Fact]
    public async Task A_limit_of_tokens_that_falls_into_a_draft_is_kept_to_the_token()
    {
        using var loop = new SteppedLoop(sequences: 1, speculation: true);
        var prompt = Repetitive();
        var whole = (await RunAsync(loop, Prompts.Greedy(prompt, 40) with { Speculates = false })).Tokens;

        for (var most = 1; most <= 40; most++)
        {
            var (tokens, generation) = await RunAsync(loop, Prompts.Greedy(prompt, most));
            tokens.Should().Equal(whole[..most]);
            generation.End.Should().Be(GenerationEnd.MaxTokens);
        }
    }

    [Fact]
    public async Task A_full_context_ends_the_answer_at_the_same_token()
    {
        using var loop = new SteppedLoop(sequences: 1, length: 256, speculation: true);
        for (var length = 180; length < 200; length++)
        {
            var (plain, guessed) = await BothAsync(loop, Prompts.Greedy(SteppedLoop.Noise(length, length)));

            guessed.Tokens.Should().Equal(plain.Tokens);
            guessed.Generation.End.Should().Be(plain.Generation.End);
        }
    }

    [Fact]
    public async Task The_next_turn_finds_as_many_cached_tokens_as_after_plain_decoding()
    {
        using var loop = new SteppedLoop(sequences: 1, length: 1024, path: TinyModel.Path, speculation: true);
        foreach (var most in new[] { 9, 17, 30, 200 })
        {
            var prompt = loop.Ask("Count from 1 to 30.", Turn("Count from 1 to 30.", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"));
            List<(int Cached, List<int> Answer)> turns = [];
            foreach (var speculates in new[] { false, true })
            {
                loop.ForgetAll();
                var answer = (await RunAsync(loop, Prompts.Greedy(prompt, most) with { Speculates = speculates })).Tokens;
                var (next, generation) = await RunAsync(loop, Prompts.Greedy([.. prompt, .. answer, .. loop.Ask("What is 7 + 8?")], 20) with { Speculates = false });
                turns.Add((generation.CachedTokens, next));
            }

            turns[1].Cached.Should().Be(turns[0].Cached);
            turns[1].Answer.Should().Equal(turns[0].Answer);
        }
    }

    [Fact]
    public void A_slow_reader_is_never_more_than_the_limit_behind()
    {
        using var loop = new SteppedLoop(sequences: 1, length: 1024, speculation: true);
        var slow = loop.Submit(Repetitive(), 500);

        while (loop.Loop.Step())
            slow.Unread.Should().BeLessThanOrEqualTo(Generation.MaxUnread);

        (slow.Unread, slow.End).Should().Be((Generation.MaxUnread, null));
        slow.AcceptedTokens.Should().BePositive();
    }

    [Fact]
    public async Task A_slot_whose_request_was_abandoned_serves_the_next_one_right()
    {
        using var loop = new SteppedLoop(sequences: 1, speculation: true);
        var prompt = Repetitive();
        var plain = (await RunAsync(loop, Prompts.Greedy(prompt, 40) with { Speculates = false })).Tokens;
        for (var steps = 5; steps < 12; steps++)
        {
            var leaving = loop.Submit(prompt);
            loop.Step(steps);
            leaving.Abandon();

            (await RunAsync(loop, Prompts.Greedy(prompt, 40))).Tokens.Should().Equal(plain);
        }
    }

    [Fact]
    public async Task A_decode_that_fails_fails_its_batch_and_the_next_answer_is_right()
    {
        using var loop = new SteppedLoop(sequences: 2, speculation: true);
        var prompt = Repetitive();
        var plain = (await RunAsync(loop, Prompts.Greedy(prompt, 40) with { Speculates = false })).Tokens;
        var running = loop.Submit(prompt);
        loop.Step(10);
        var poison = loop.Submit([int.MaxValue]); // no vocabulary has it

        loop.Step(1);

        await FluentActions.Awaiting(() => SteppedLoop.ReadAsync(poison)).Should().ThrowAsync<GenerationException>();
        await FluentActions.Awaiting(() => SteppedLoop.ReadAsync(running)).Should().ThrowAsync<GenerationException>();
        (await RunAsync(loop, Prompts.Greedy(prompt, 40))).Tokens.Should().Equal(plain);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    [InlineData(104)]
    [InlineData(105)]
    [InlineData(106)]
    [InlineData(107)]
    [InlineData(108)]
    public async Task Drafts_give_way_before_an_idle_conversation_is_evicted(int length)
    {
        using var loop = new SteppedLoop(sequences: 2, length: 256, cells: 256, speculation: true);
        var idle = SteppedLoop.Noise(9, length);
        await RunAsync(loop, Prompts.Greedy(idle, 1));
        var running = loop.Submit(Repetitive());
        var free = 256 - idle.Length - running.Prompt.Length;
        while (running.Unread < free - 2)
            loop.Step(1); // the last token has room, eight drafted tokens behind it do not

        running.AcceptedTokens.Should().BePositive();
        (await RunAsync(loop, Prompts.Greedy(idle, 1))).Generation.CachedTokens.Should().Be(idle.Length - 1);
    }

    [Fact]
    public void Nothing_is_drafted_while_a_prompt_is_processed()
    {
        using var loop = new SteppedLoop(sequences: 2, length: 4096, speculation: true) { Clock = { StepTime = TimeSpan.FromSeconds(1) } };
        var running = loop.Submit(Repetitive());
        loop.Step(10);
        var drafted = running.DraftedTokens;
        var late = loop.Submit(SteppedLoop.Noise(3, 2000));

        for (; late.Unread == 0; loop.Step(1))
            running.DraftedTokens.Should().Be(drafted);

        drafted.Should().BePositive();
    }

    [Fact]
    public async Task A_seeded_request_is_decoded_without_drafts()
    {
        using var loop = new SteppedLoop(sequences: 1, speculation: true);

        var seeded = await RunAsync(loop, new(Repetitive(), new() { Temperature = 0, Seed = 1 }, 60));
        var reproducible = new SteppedLoop(sequences: 1, reproducibleSeeds: true, speculation: true);
        var forced = await RunAsync(reproducible, new(Repetitive(), new() { Temperature = 0, Seed = 1 }, 60) { Speculates = true });
        reproducible.Dispose();

        (seeded.Generation.DraftedTokens, forced.Generation.DraftedTokens).Should().Be((0, 0));
    }

    [Fact]
    public async Task A_model_whose_memory_cannot_be_truncated_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "mamba.gguf");
        new RandomMamba().Write(path);
        using var loop = new SteppedLoop(sequences: 1, length: 1024, path: path, speculation: true);

        var (plain, guessed) = await BothAsync(loop, Prompts.Greedy(Repetitive(), 100));

        guessed.Tokens.Should().Equal(plain.Tokens);
        guessed.Generation.DraftedTokens.Should().Be(0);
    }

    [Fact]
    public async Task A_memory_that_refuses_to_be_truncated_is_processed_again_once_and_then_left_alone()
    {
        using var folder = new TemporaryFolder();
        using var loop = SlidingWindow(folder, sequences: 1);
        int[] prompt = [.. SteppedLoop.Noise(1, 40), .. SteppedLoop.Noise(1, 40), .. SteppedLoop.Noise(1, 40)];
        var plain = (await RunAsync(loop, Prompts.Greedy(prompt, 150) with { Speculates = false })).Tokens;
        var running = loop.Submit(prompt, 150);
        loop.Step(5);
        while (loop.Context.CanUndo && running.End is null)
        {
            // So that a cut would leave a hole in the window. The wrong attention gives wrong tokens, and so wrong drafts.
            loop.Clock.BeforeDecode = () => LlamaApi.MemoryRemove(LlamaApi.ContextMemory(loop.Context), 0, 0, loop.Context.SequenceEnd(0) - 4);
            loop.Step(1);
        }

        running.End.Should().BeNull("its memory has refused");
        var before = running.Unread;
        loop.Step(1);
        running.IsInPrefill.Should().BeTrue("all tokens are processed again");
        var answer = await loop.RunAsync(running);
        loop.ForgetAll();
        var rest = (await RunAsync(loop, Prompts.Greedy([.. prompt, .. answer[..before]], 150 - before) with { Speculates = false })).Tokens;
        answer[before..].Should().Equal(rest);
        var later = await RunAsync(loop, Prompts.Greedy(prompt, 150));
        later.Tokens.Should().Equal(plain);
        later.Generation.DraftedTokens.Should().Be(0);
    }

    [Fact]
    public async Task Drafts_are_removed_again_where_a_sliding_window_has_passed()
    {
        using var folder = new TemporaryFolder();
        using var loop = SlidingWindow(folder, sequences: 2);
        var wrong = 0;
        for (var seed = 1; seed <= 5; seed++)
        {
            int[] prompt = [.. SteppedLoop.Noise(seed, 40), .. SteppedLoop.Noise(seed, 40), .. SteppedLoop.Noise(seed, 40)];
            var (plain, guessed) = await BothAsync(loop, Prompts.Greedy(prompt, 150));
            guessed.Tokens.Should().Equal(plain.Tokens);
            wrong += guessed.Generation.DraftedTokens - guessed.Generation.AcceptedTokens;
        }

        wrong.Should().BePositive();
        loop.Context.CanUndo.Should().BeTrue();
    }

    [Fact]
    public async Task A_token_allocates_no_more_than_without_drafts()
    {
        using var loop = new SteppedLoop(sequences: 1, speculation: true);
        foreach (var speculates in new[] { false, true })
            await RunAsync(loop, Prompts.Greedy(Repetitive(), 200) with { Speculates = speculates });

        (await AllocatedAsync(speculates: true)).Should().BeLessThanOrEqualTo(await AllocatedAsync(speculates: false));

        async Task<long> AllocatedAsync(bool speculates)
        {
            var running = loop.Loop.Submit(Prompts.Greedy(Repetitive(), 200) with { Speculates = speculates });
            var before = GC.GetAllocatedBytesForCurrentThread();
            while (loop.Loop.Step())
            {
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            running.DraftedTokens.Should().Match(drafted => drafted > 0 == speculates);
            (await SteppedLoop.ReadAsync(running)).Should().HaveCount(200);
            return allocated;
        }
    }

    private static GenerationRequest Request(SteppedLoop loop, string kind, uint seed)
    {
        var prompt = loop.Ask("Count from 1 to 30.", Turn("Count from 1 to 30.", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"));
        SamplingSettings settings = kind switch
        {
            "hot" => new() { Temperature = 1.5f, TopK = 0, TopP = 1, MinP = 0 },
            "penalties" => new() { RepeatPenalty = 1.2f, PresencePenalty = 0.3f },
            "dry" => new() { DryMultiplier = 0.8f },
            "mirostat" => new() { Mirostat = 2 },
            _ => new() { Temperature = 0.7f },
        };
        return new(prompt, settings with { Seed = seed }, 60)
        {
            Grammar = kind switch
            {
                "grammar" => new(Grammar.Parse("root ::= ([0-9]+ (\", \" | \"; \"))+")),
                "names" => new(Grammar.Parse("root ::= (\"number of this line: \" [0-9]+ \"\\n\")+")),
                _ => null,
            },
            Budget = kind == "reasoning" ? new(20, "<think>", "</think>", IsOpen: true, loop.Vocabulary.Tokenize("</think>", addSpecial: false, parseSpecial: true)) : null,
        };
    }

    private static async Task<((List<int> Tokens, Generation Generation) Plain, (List<int> Tokens, Generation Generation) Guessed)> BothAsync(SteppedLoop loop, GenerationRequest request)
    {
        loop.ForgetAll();
        var plain = await RunAsync(loop, request with { Speculates = false });
        loop.ForgetAll();
        var guessed = await RunAsync(loop, request with { Speculates = true });
        plain.Generation.DraftedTokens.Should().Be(0);
        return (plain, guessed);
    }

    private static async Task<(List<int> Tokens, Generation Generation)> RunAsync(SteppedLoop loop, GenerationRequest request)
    {
        var generation = loop.Loop.Submit(request);
        return (await loop.RunAsync(generation), generation);
    }

    private static SteppedLoop SlidingWindow(TemporaryFolder folder, int sequences)
    {
        var path = Path.Combine(folder.Path, "gemma.gguf");
        new RandomGemma { Window = 16 }.Write(path);
        return new(sequences, length: 1024, batchSize: 32, path: path, speculation: true);
    }

    private static int[] Repetitive() => [.. SteppedLoop.Noise(1, 12), .. SteppedLoop.Noise(1, 12), .. SteppedLoop.Noise(1, 12)];

    private static string Turn(string question, string answer) => $"<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n{answer}<|im_end|>\n";
}
