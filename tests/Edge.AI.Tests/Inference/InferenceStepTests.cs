using Edge.AI.Inference;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

/// <summary>What happens step by step, with real llama.cpp and no second thread.</summary>
public sealed class InferenceStepTests
{
    [Fact]
    public void Those_who_generate_get_a_token_in_every_step_while_a_long_prompt_is_read()
    {
        using var loop = new SteppedLoop(sequences: 16, length: 4096) { Clock = { StepTime = TimeSpan.FromSeconds(1) } };
        var generating = Enumerable.Range(0, 15).Select(seed => loop.Submit(SteppedLoop.Noise(seed, 8))).ToList();
        loop.Step(2);
        generating.Should().OnlyContain(generation => generation.Unread == 2);
        var late = loop.Submit(SteppedLoop.Noise(99, 4000));

        var steps = 0;
        for (; late.Unread == 0; steps++)
        {
            var before = generating.ConvertAll(generation => generation.Unread);
            loop.Step(1);
            generating.ConvertAll(generation => generation.Unread).Should().Equal(before.Zip(generating, (unread, generation) => generation.End is null ? Math.Min(unread + 1, Generation.MaxUnread) : unread));
        }

        steps.Should().BeGreaterThan(4000 / 64, "this machine seems slow, so that a chunk is short");
    }

    [Fact]
    public void A_prompt_is_read_in_whole_batches_while_nobody_waits_for_tokens()
    {
        using var loop = new SteppedLoop(sequences: 2, length: 4096, batchSize: 512) { Clock = { StepTime = TimeSpan.FromSeconds(10) } };
        var prompt = loop.Submit(SteppedLoop.Noise(1, 2048));

        loop.Step(4);

        prompt.Unread.Should().Be(1);
    }

    [Fact]
    public void Prompts_that_come_together_share_the_batch()
    {
        using var loop = new SteppedLoop(sequences: 2, length: 2048, batchSize: 128);
        var shortPrompt = loop.Submit(SteppedLoop.Noise(1, 64));
        var longPrompt = loop.Submit(SteppedLoop.Noise(2, 2000));

        loop.Step(1);

        (shortPrompt.Unread, longPrompt.Unread).Should().Be((1, 0));
    }

    [Fact]
    public async Task Requests_are_served_in_the_order_they_came()
    {
        using var loop = new SteppedLoop(sequences: 1);
        var requests = Enumerable.Range(0, 5).Select(seed => loop.Submit(SteppedLoop.Noise(seed, 8), maxTokens: 2)).ToList();

        foreach (var request in requests)
        {
            await loop.RunAsync(request);
            requests.Count(other => other.End is not null).Should().Be(requests.IndexOf(request) + 1);
        }
    }

    [Fact]
    public async Task Leaving_while_the_prompt_is_read_aborts_the_decode_and_others_do_not_notice()
    {
        using var loop = new SteppedLoop(sequences: 3, length: 1024, path: TinyModel.Path);
        var (talker, reader) = (loop.Ask("Count from 1 to 30."), loop.Ask("What is 7 + 8?", SmallTalk(20)));
        var (talkersAnswer, readersAnswer) = (await loop.AnswerAsync(talker, 40), await loop.AnswerAsync(reader, 20));
        loop.ForgetAll();
        var talking = loop.Submit(talker, 40);
        loop.Step(5);
        var reading = loop.Submit(reader, 20);
        var leaving = loop.Submit(loop.Ask("What is the capital of France?", SmallTalk(30)));
        loop.Step(1);
        var talked = talking.Unread;

        loop.Clock.BeforeDecode = leaving.Abandon;
        loop.Step(1);

        talking.Unread.Should().Be(talked, "the decode was aborted");
        (await loop.RunAsync(talking)).Should().Equal(talkersAnswer);
        (await loop.RunAsync(reading)).Should().Equal(readersAnswer);
    }

    [Fact]
    public async Task Leaving_while_tokens_are_generated_ends_the_request_with_the_next_step()
    {
        using var loop = new SteppedLoop(sequences: 1);
        var leaving = loop.Submit(SteppedLoop.Noise(1, 8));
        var next = loop.Submit(SteppedLoop.Noise(2, 8), maxTokens: 1);
        loop.Step(3);

        leaving.Abandon();
        loop.Step(1);

        (next.Unread, next.End).Should().Be((1, GenerationEnd.MaxTokens));
        await FluentActions.Awaiting(() => SteppedLoop.ReadAsync(leaving)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_conversation_that_begins_like_another_shares_what_that_one_has_read()
    {
        using var loop = new SteppedLoop(sequences: 2, path: TinyModel.Path);
        var (first, second) = (loop.Ask("What is 7 + 8?", SmallTalk(10)), loop.Ask("Count from 1 to 9.", SmallTalk(3)));
        var begin = first.AsSpan().CommonPrefixLength(second);
        var alone = await loop.AnswerAsync(second, 20);
        loop.ForgetAll();
        await loop.AnswerAsync(first, 50);

        var shared = loop.Submit(second, 20);
        (await loop.RunAsync(shared)).Should().Equal(alone);
        shared.CachedTokens.Should().Be(begin);

        var again = loop.Submit(first, 50);
        await loop.RunAsync(again);
        again.CachedTokens.Should().Be(first.Length - 1, "the one that was copied from is whole");
    }

    [Fact]
    public async Task A_prefix_is_shared_with_a_request_that_is_still_running()
    {
        using var loop = new SteppedLoop(sequences: 2, path: TinyModel.Path);
        var (first, second) = (loop.Ask("Count from 1 to 30.", SmallTalk(3)), loop.Ask("What is 7 + 8?", SmallTalk(3)));
        var alone = await loop.AnswerAsync(second, 20);
        loop.ForgetAll();
        var running = loop.Submit(first);
        loop.Step(3);

        var shared = loop.Submit(second, 20);

        (await loop.RunAsync(shared)).Should().Equal(alone);
        (shared.CachedTokens, running.End).Should().Be((first.AsSpan().CommonPrefixLength(second), null));
    }

    [Fact]
    public async Task The_slot_unused_the_longest_is_overwritten_first()
    {
        using var loop = new SteppedLoop(sequences: 2);
        int[] oldest = SteppedLoop.Noise(1, 50), newer = SteppedLoop.Noise(2, 50);
        await loop.AnswerAsync(oldest, 5);
        await loop.AnswerAsync(newer, 5);
        await loop.AnswerAsync(SteppedLoop.Noise(3, 50), 5);

        var (again, gone) = (loop.Submit(newer, 5), loop.Submit(oldest, 5));
        await loop.RunAsync(again);
        await loop.RunAsync(gone);

        (again.CachedTokens, gone.CachedTokens).Should().Be((49, 0));
    }

    [Fact]
    public async Task A_decode_that_fails_fails_its_own_batch_and_the_loop_lives_on()
    {
        using var loop = new SteppedLoop(sequences: 2);
        var prompt = SteppedLoop.Noise(1, 20);
        var answer = await loop.AnswerAsync(prompt, 10);
        var poison = loop.Submit([int.MaxValue]); // no vocabulary has it

        loop.Step(1);

        (await FluentActions.Awaiting(() => SteppedLoop.ReadAsync(poison)).Should().ThrowAsync<GenerationException>()).Which.NativeStatus.Should().Be(-1);
        (await loop.AnswerAsync(prompt, 10)).Should().Equal(answer);
    }

    [Fact]
    public async Task A_memory_without_room_forgets_what_nobody_uses_before_anybody_fails()
    {
        using var loop = new SteppedLoop(sequences: 2, length: 256, cells: 256);
        var prompt = SteppedLoop.Noise(2, 200);
        var answer = await loop.AnswerAsync(prompt, 10);
        loop.ForgetAll();
        await loop.AnswerAsync(SteppedLoop.Noise(1, 200), 10);

        (await loop.AnswerAsync(prompt, 10)).Should().Equal(answer);
    }

    [Fact]
    public async Task Only_as_many_idle_conversations_are_forgotten_as_make_room_the_oldest_first()
    {
        using var loop = new SteppedLoop(sequences: 4, length: 256, cells: 512);
        int[] oldest = SteppedLoop.Noise(1, 150), newer = SteppedLoop.Noise(2, 150), newest = SteppedLoop.Noise(3, 150);
        await loop.AnswerAsync(oldest, 5);
        await loop.AnswerAsync(newer, 5);
        await loop.AnswerAsync(newest, 5);

        (await loop.AnswerAsync(SteppedLoop.Noise(4, 150), 5)).Should().HaveCount(5, "there was room for three");

        (await CachedAsync(loop, newer), await CachedAsync(loop, newest)).Should().Be((149, 149));
        (await CachedAsync(loop, oldest)).Should().Be(0);
    }

    [Fact]
    public async Task A_memory_without_room_is_tried_with_smaller_batches_before_a_request_fails()
    {
        using var loop = new SteppedLoop(sequences: 2, length: 256, cells: 256);
        var first = loop.Submit(SteppedLoop.Noise(1, 200), 3);
        loop.Step(1);

        var second = loop.Submit(SteppedLoop.Noise(2, 100), 8);
        while (loop.Loop.Step())
        {
        }

        (await SteppedLoop.ReadAsync(first)).Should().HaveCount(3);
        (await SteppedLoop.ReadAsync(second)).Should().HaveCount(8, "it read as much as fitted, and the first one's end made room for the rest");
    }

    [Fact]
    public async Task A_request_for_which_no_room_can_be_made_fails_alone()
    {
        using var loop = new SteppedLoop(sequences: 2, length: 256, cells: 256);
        List<Generation> tooMuch = [loop.Submit(SteppedLoop.Noise(1, 120)), loop.Submit(SteppedLoop.Noise(2, 120))];
        while (loop.Loop.Step())
        {
        }

        var failed = tooMuch.Should().ContainSingle(generation => generation.End == null).Which;
        (await FluentActions.Awaiting(() => SteppedLoop.ReadAsync(failed)).Should().ThrowAsync<GenerationException>()).Which.NativeStatus.Should().Be(1);
    }

    [Fact]
    public async Task A_seeded_request_repeats_itself_although_its_prompt_is_known_the_second_time()
    {
        using var loop = new SteppedLoop(sequences: 1, path: TinyModel.Path);
        var hot = new GenerationRequest(loop.Ask("Write a short story about Omar."), new() { Temperature = 3, TopK = 0, TopP = 1, MinP = 0, Seed = 7 }, MaxTokens: 40);

        var first = await loop.RunAsync(loop.Loop.Submit(hot));

        (await loop.RunAsync(loop.Loop.Submit(hot))).Should().Equal(first);
    }

    [Fact]
    public async Task A_seeded_request_repeats_itself_while_others_come_and_go()
    {
        using var loop = new SteppedLoop(sequences: 4, path: TinyModel.Path, reproducibleSeeds: true);
        var hot = new GenerationRequest(loop.Ask("Write a short story about Omar."), new() { Temperature = 1.5f, TopK = 0, TopP = 1, MinP = 0, Seed = 7 }, MaxTokens: 40);
        var alone = await loop.RunAsync(loop.Loop.Submit(hot));
        var random = new Random(1);

        for (var round = 0; round < 8; round++)
        {
            List<Generation> others = [.. Enumerable.Range(0, 3).Select(_ => loop.Submit(SteppedLoop.Noise(random.Next(3), random.Next(10, 100)), random.Next(1, 60)))];
            for (var step = 0; step < round * 3; step++)
                loop.Loop.Step();

            (await loop.RunAsync(loop.Loop.Submit(hot))).Should().Equal(alone, "round {0} computes the same", round);
            foreach (var other in others)
                await loop.RunAsync(other);
        }
    }

    [Fact]
    public void What_a_seeded_request_decodes_is_in_batches_of_its_own_and_of_fixed_lengths()
    {
        using var loop = new SteppedLoop(sequences: 2, reproducibleSeeds: true);
        var other = loop.Submit(SteppedLoop.Noise(2, 20), 50);
        loop.Step(1);

        var seeded = loop.Loop.Submit(new(SteppedLoop.Noise(1, 70), new() { Seed = 1 }, 5));
        List<(int Other, int Seeded)> tokens = [];
        for (var step = 0; step < 12; step++)
        {
            loop.Step(1);
            tokens.Add((other.Unread, seeded.Unread));
        }

        tokens.Zip(tokens.Skip(1)).Should().OnlyContain(pair => pair.Second.Other == pair.First.Other || pair.Second.Seeded == pair.First.Seeded, "no step serves both");
        tokens.Count(token => token.Seeded == 0).Should().Be(6, "32, 32, 5 and 1 tokens are four turns, and the other one has its own in between");
    }

    [Fact]
    public async Task A_seeded_request_goes_on_with_what_seeded_requests_have_read()
    {
        using var loop = new SteppedLoop(sequences: 1, reproducibleSeeds: true);
        var settings = new SamplingSettings { Temperature = 3, Seed = 7 };
        await loop.RunAsync(loop.Loop.Submit(new(SteppedLoop.Noise(1, 100), settings, 5)));

        var longer = loop.Loop.Submit(new([.. SteppedLoop.Noise(1, 100), .. SteppedLoop.Noise(2, 50)], settings, 5));
        var answer = await loop.RunAsync(longer);
        loop.ForgetAll();

        longer.CachedTokens.Should().Be(96, "these were read in whole chunks");
        (await loop.RunAsync(loop.Loop.Submit(longer.Request))).Should().Equal(answer);
    }

    [Fact]
    public async Task Seeded_and_other_requests_take_turns()
    {
        using var loop = new SteppedLoop(sequences: 3, reproducibleSeeds: true);
        List<Generation> all =
        [
            loop.Loop.Submit(new(SteppedLoop.Noise(1, 20), new() { Seed = 1 }, 10)), loop.Loop.Submit(new(SteppedLoop.Noise(2, 20), new() { Seed = 2 }, 10)),
            loop.Submit(SteppedLoop.Noise(3, 20), 10),
        ];

        loop.Step(18);

        all.Select(generation => generation.Unread).Should().OnlyContain(tokens => tokens >= 4);
        foreach (var generation in all)
            (await loop.RunAsync(generation)).Should().HaveCount(10);
    }

    [Fact]
    public void The_last_token_of_a_seeded_prompt_is_decoded_alone()
    {
        using var loop = new SteppedLoop(sequences: 1);
        var seeded = loop.Loop.Submit(new(SteppedLoop.Noise(1, 20), new() { Seed = 1 }));

        loop.Step(1);
        var afterOne = seeded.Unread;
        loop.Step(1);

        (afterOne, seeded.Unread).Should().Be((0, 1));
    }

    [Fact]
    public async Task Stopping_lets_what_runs_come_to_its_end_and_fails_what_waits()
    {
        using var loop = new SteppedLoop(sequences: 1);
        var (running, waiting) = (loop.Submit(SteppedLoop.Noise(1, 20), 30), loop.Submit(SteppedLoop.Noise(2, 20), 30));
        loop.Step(3);

        loop.Loop.Stop();
        loop.Loop.Run();

        (running.Unread, running.End).Should().Be((30, GenerationEnd.MaxTokens));
        await FluentActions.Awaiting(() => SteppedLoop.ReadAsync(waiting)).Should().ThrowAsync<ObjectDisposedException>();
        FluentActions.Invoking(() => loop.Submit([5])).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task Stopping_ends_what_takes_longer_than_it_has_time()
    {
        using var loop = new SteppedLoop(sequences: 1) { Clock = { StepTime = TimeSpan.FromSeconds(1) } };
        var running = loop.Submit(SteppedLoop.Noise(1, 20), 200);
        loop.Step(1);

        loop.Loop.Stop();
        loop.Loop.Run();

        running.Unread.Should().BeInRange(2, 6);
        await FluentActions.Awaiting(() => SteppedLoop.ReadAsync(running)).Should().ThrowAsync<ObjectDisposedException>();
    }

    private static async Task<int> CachedAsync(SteppedLoop loop, int[] prompt)
    {
        var again = loop.Submit(prompt, 1);
        await loop.RunAsync(again);
        return again.CachedTokens;
    }

    private static string SmallTalk(int turns) => string.Concat(Enumerable.Repeat("<|im_start|>user\nhello<|im_end|>\n<|im_start|>assistant\nHello! How can I help you?<|im_end|>\n", turns));
}
