using Edge.AI.Inference.Speculation;

namespace Edge.AI.Tests.Inference.Speculation;

public sealed class NgramIndexTests
{
    [Fact]
    public void The_longest_match_wins_and_of_equally_long_ones_the_newest()
    {
        var index = new NgramIndex();

        index.Reset([1, 2, 3, 70, 2, 3, 80, 2, 3, 90, 1, 2, 3]);
        (index.MatchLength, index.Next).Should().Be((3, 70));

        index.Reset([5, 2, 3, 70, 2, 3, 80, 2, 3, 90, 1, 2, 3]);
        (index.MatchLength, index.Next).Should().Be((2, 90));
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 1, 1 })]
    [InlineData(new[] { 1, 2, 3, 4 })]
    [InlineData(new[] { 1, 2, 3, 2 })]
    public void Without_a_repeated_pair_there_is_no_match(int[] tokens)
    {
        var index = new NgramIndex();

        index.Reset(tokens);

        index.MatchLength.Should().Be(0);
    }

    [Fact]
    public void A_token_is_contested_if_another_one_followed_the_same_two_elsewhere()
    {
        var index = new NgramIndex();

        index.Reset([1, 2, 3, 70, 1, 2, 3, 80, 1, 2, 3, 90, 1, 2]); // three rows with another value each

        index.Next.Should().Be(3);
        List<bool> contested = [];
        for (var ahead = 0; ahead < 4; ahead++, index.Append(index.Next))
            contested.Add(index.IsContested);
        contested.Should().Equal(false, true, false, false);
    }

    [Fact]
    public void What_followed_other_tokens_contests_nothing()
    {
        var index = new NgramIndex();

        index.Reset([9, 2, 3, 8, 2, 4, 9, 2]);

        (index.Next, index.IsContested).Should().Be((3, false));
    }

    [Fact]
    public void It_finds_what_a_comparison_with_every_place_finds()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var tokens = Sequence(random, length: 60, alphabet: random.Next(2, 7));
            var index = new NgramIndex();
            index.Reset(tokens.AsSpan(0, random.Next(tokens.Length)));
            for (var count = Count(index, tokens); count <= tokens.Length; count++)
            {
                Found(index).Should().Be(BruteForce(tokens.AsSpan(0, count)), "seed {0}, {1} tokens", seed, count);
                if (count < tokens.Length)
                    index.Append(tokens[count]);
            }
        }

        // The index was reset with a part of the tokens; the rest is appended one by one.
        static int Count(NgramIndex index, int[] tokens)
        {
            var random = new Random(tokens.Length);
            var count = random.Next(tokens.Length);
            index.Reset(tokens.AsSpan(0, count));
            return count;
        }
    }

    [Fact]
    public void A_reset_keeps_the_common_prefix_and_finds_what_a_new_index_finds()
    {
        var index = new NgramIndex();
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed / 2); // every second sequence begins like the one before
            var tokens = Sequence(random, length: random.Next(200, 900), alphabet: 12);
            if (seed % 2 == 1)
                tokens = [.. tokens[..random.Next(tokens.Length)], .. Sequence(random, 40, 12)];
            var fresh = new NgramIndex();

            index.Reset(tokens);
            fresh.Reset(tokens);

            for (var step = 0; step < 30; step++)
            {
                Found(index).Should().Be(Found(fresh));
                var token = random.Next(12);
                index.Append(token);
                fresh.Append(token);
            }
        }
    }

    [Fact]
    public void A_continuation_repeats_itself_where_the_sequence_ends()
    {
        var index = new NgramIndex();
        index.Reset([9, 1, 2, 3, 1, 2, 3, 1, 2]);

        List<int> continuation = [];
        for (; continuation.Count < 8; index.Append(index.Next))
            continuation.Add(index.Next);

        continuation.Should().Equal(3, 1, 2, 3, 1, 2, 3, 1);
    }

    [Fact]
    public void Tokens_that_are_taken_back_leave_no_trace()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (index, fresh) = (new NgramIndex(), new NgramIndex());
            var tokens = Sequence(random, length: 40, alphabet: 6);
            index.Reset(tokens);
            fresh.Reset(tokens);
            for (var step = 0; step < 20; step++)
            {
                var here = index.Here;
                for (var guesses = random.Next(9); guesses > 0; guesses--)
                    index.Append(random.Next(6));
                index.Return(here);

                Found(index).Should().Be(Found(fresh));
                var token = random.Next(6);
                index.Append(token);
                fresh.Append(token);
                (Found(index), index.MatchLength > 0 && index.IsContested).Should().Be((Found(fresh), fresh.MatchLength > 0 && fresh.IsContested));
            }
        }
    }

    [Fact]
    public void Tokens_cost_no_memory_once_a_sequence_was_as_long()
    {
        var index = new NgramIndex();
        var tokens = Sequence(new(1), length: 3000, alphabet: 50);
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Run();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        void Run()
        {
            index.Reset(tokens.AsSpan(0, 1000));
            foreach (var token in tokens.AsSpan(1000))
                index.Append(token);
        }
    }

    private static (int Length, int Next) Found(NgramIndex index) => index.MatchLength > 0 ? (index.MatchLength, index.Next) : (0, 0);

    private static (int Length, int Next) BruteForce(ReadOnlySpan<int> tokens)
    {
        var (best, next) = (0, 0);
        for (var place = tokens.Length - 1; place > 0; place--)
        {
            var length = 0;
            while (length < place && tokens[place - 1 - length] == tokens[tokens.Length - 1 - length])
                length++;
            if (length >= NgramIndex.Shortest && length > best)
                (best, next) = (length, tokens[place]);
        }

        return (best, next);
    }

    private static int[] Sequence(Random random, int length, int alphabet)
    {
        List<int> tokens = [];
        while (tokens.Count < length)
        {
            if (tokens.Count > 8 && random.Next(3) == 0)
                tokens.AddRange(tokens.GetRange(random.Next(tokens.Count - 6), 6)); // a repetition
            tokens.Add(random.Next(alphabet));
        }

        return [.. tokens.Take(length)];
    }
}
