using Edge.AI.Inference;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

public sealed class InferenceLoopTests(TinyModel tiny)
{
    private const string Counting = "Count from 1 to 30.";

    private static readonly string[] Questions = ["What is the capital of France?", "What is 7 + 8?", "Count from 1 to 9.", "What is the opposite of hot?"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_answered_together_give_the_same_greedy_text_as_one_at_a_time()
    {
        var model = await tiny.Loaded;
        List<string> alone = [];
        foreach (var question in Questions)
            alone.Add(await Prompts.AnswerAsync(model, question));

        var together = await Task.WhenAll(Questions.Select(question => Prompts.AnswerAsync(model, question)));

        together.Should().Equal(alone);
    }

    [Fact]
    public async Task More_requests_than_slots_are_all_answered()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 2);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Prompts.AnswerAsync(model, "What is 2 + 3?")));

        answers.Should().AllBe("2 + 3 = 5");
    }

    [Fact]
    public async Task A_repeated_prompt_decodes_only_its_last_token()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 1);
        var prompt = Prompts.Ask(model, "What is 7 + 8?");
        var first = await Prompts.TextOf(model, model.Generate(Prompts.Greedy(prompt)));

        var again = model.Generate(Prompts.Greedy(prompt));

        (await Prompts.TextOf(model, again)).Should().Be(first);
        again.CachedTokens.Should().Be(prompt.Length - 1);
    }

    [Fact]
    public async Task A_request_takes_the_slot_that_knows_most_of_its_prompt()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 3);
        var prompts = Questions.Take(3).Select(question => Prompts.Ask(model, question)).ToList();
        await Task.WhenAll(prompts.Select(prompt => Prompts.TextOf(model, model.Generate(Prompts.Greedy(prompt)))));

        foreach (var prompt in prompts)
        {
            var again = model.Generate(Prompts.Greedy(prompt));
            await Prompts.TextOf(model, again);
            again.CachedTokens.Should().Be(prompt.Length - 1);
        }
    }

    [Fact]
    public async Task A_prompt_that_parts_from_the_cached_one_is_answered_as_if_it_were_fresh()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 1);
        await Prompts.AnswerAsync(model, "What is the capital of Japan?");

        (await Prompts.AnswerAsync(model, "What is the capital of France?")).Should().Be("The capital of France is Paris.");
    }

    [Fact]
    public async Task A_cancelled_request_gives_its_slot_back()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 1);
        using var cancellation = new CancellationTokenSource();
        var reading = async () =>
        {
            await foreach (var _ in model.Generate(Prompts.Greedy(Prompts.Ask(model, Counting))).ReadAsync(cancellation.Token))
                await cancellation.CancelAsync();
        };

        await reading.Should().ThrowAsync<OperationCanceledException>();

        (await Prompts.AnswerAsync(model, "What is 2 + 3?")).Should().Be("2 + 3 = 5");
    }

    [Fact]
    public async Task A_reader_that_leaves_early_gives_its_slot_back()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 1);
        await foreach (var _ in model.Generate(Prompts.Greedy(Prompts.Ask(model, Counting))).ReadAsync(Cancellation))
            break;

        (await Prompts.AnswerAsync(model, "What is 2 + 3?")).Should().Be("2 + 3 = 5");
    }

    [Fact]
    public async Task A_request_beyond_the_queue_is_refused_at_once()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 1, maxQueueLength: 1);
        var running = model.Generate(Prompts.Greedy(Prompts.Ask(model, Counting)));
        var waiting = model.Generate(Prompts.Greedy(Prompts.Ask(model, "What is 2 + 3?")));

        var refused = () => model.Generate(Prompts.Greedy(Prompts.Ask(model, "hello")));

        refused.Should().Throw<EdgeBusyException>().Which.IsTransient.Should().BeTrue();
        await Prompts.TextOf(model, running);
        (await Prompts.TextOf(model, waiting)).Should().Be("2 + 3 = 5");
    }

    [Fact]
    public async Task A_prompt_longer_than_the_context_is_refused_with_the_numbers()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 1, contextSize: 64);

        var refused = () => model.Generate(Prompts.Greedy(Enumerable.Repeat(5, 64).ToArray()));

        refused.Should().Throw<ContextExceededException>().Which.Should().BeEquivalentTo(new { PromptTokens = 64, AvailableTokens = 63 });
    }

    [Fact]
    public async Task An_answer_that_fills_the_context_ends_there()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 1, contextSize: 32);
        var prompt = Prompts.Ask(model, Counting);
        var generation = model.Generate(Prompts.Greedy(prompt));

        var tokens = 0;
        await foreach (var _ in generation.ReadAsync(Cancellation))
            tokens++;

        generation.End.Should().Be(GenerationEnd.ContextFull);
        tokens.Should().Be(32 - prompt.Length + 1, "the last token needs no room: nothing is decoded after it");
    }

    [Fact]
    public async Task An_answer_has_no_more_tokens_than_were_asked_for()
    {
        var model = await tiny.Loaded;
        var generation = model.Generate(Prompts.Greedy(Prompts.Ask(model, Counting), maxTokens: 5));

        var tokens = 0;
        await foreach (var _ in generation.ReadAsync(Cancellation))
            tokens++;

        (tokens, generation.End).Should().Be((5, GenerationEnd.MaxTokens));
    }

    [Fact]
    public async Task Equal_seeds_give_equal_answers_however_hot()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 1); // what runs at the same time changes how sums are rounded
        var hot = new SamplingSettings { Temperature = 3, TopK = 0, TopP = 1, MinP = 0, Seed = 7 };
        var prompt = Prompts.Ask(model, "Write a short story about Omar.");

        var first = await Prompts.TextOf(model, model.Generate(new(prompt, hot, MaxTokens: 20)));
        var same = await Prompts.TextOf(model, model.Generate(new(prompt, hot, MaxTokens: 20)));
        var other = await Prompts.TextOf(model, model.Generate(new(prompt, hot with { Seed = 8 }, MaxTokens: 20)));

        same.Should().Be(first);
        other.Should().NotBe(first);
    }

    [Fact]
    public async Task Requests_that_run_when_the_model_is_unloaded_fail_and_later_ones_are_refused()
    {
        var model = await TinyModel.LoadAsync(maxConcurrency: 1);
        var ends = Enumerable.Range(0, model.Vocabulary.Size).Where(model.Vocabulary.IsEndOfGeneration).ToDictionary(token => token, _ => float.NegativeInfinity);
        var running = model.Generate(new(Prompts.Ask(model, Counting), new() { LogitBias = ends })); // nobody reads it, so it pauses
        var prompt = Prompts.Ask(model, "hello");

        await model.DisposeAsync();

        await FluentActions.Awaiting(async () =>
        {
            await foreach (var _ in running.ReadAsync(Cancellation))
            {
            }
        }).Should().ThrowAsync<ObjectDisposedException>();
        FluentActions.Invoking(() => model.Generate(Prompts.Greedy(prompt))).Should().Throw<ObjectDisposedException>();
    }
}
