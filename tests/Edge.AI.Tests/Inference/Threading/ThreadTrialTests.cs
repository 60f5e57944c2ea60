using Edge.AI.Inference.Threading;

namespace Edge.AI.Tests.Inference.Threading;

public sealed class ThreadTrialTests
{
    private const double Step = 0.02;

    [Fact]
    public void Steps_of_each_length_take_turns()
    {
        var trial = new ThreadTrial(challenger: 1, usual: 2);

        trial.Add(tokens: 1, Step, isAborted: false);

        (trial.Threads(1), trial.Threads(4)).Should().Be((2, 1));
    }

    [Fact]
    public void A_number_that_is_faster_in_two_pairs_has_won()
    {
        var trial = new ThreadTrial(challenger: 1, usual: 2);

        Pair(trial, Step, 3 * Step);
        trial.IsWon.Should().BeFalse("one disturbed step decides nothing");
        Pair(trial, Step, 3 * Step);

        (trial.IsWon, trial.IsLost).Should().Be((true, false));
        trial.Loss.Should().BeApproximately(-4 * Step, 1e-9);
    }

    [Fact]
    public void Only_a_step_with_the_larger_number_may_be_aborted_after_the_time_that_the_smaller_one_takes()
    {
        var (fewer, more) = (new ThreadTrial(challenger: 1, usual: 2), new ThreadTrial(challenger: 2, usual: 1));
        (fewer.TimeWithFewer(1, expected: 1), more.TimeWithFewer(1, expected: 1)).Should().Be((null, 1));

        fewer.Add(1, Step, isAborted: false);
        more.Add(1, Step, isAborted: false);

        (fewer.TimeWithFewer(1, expected: 1), more.TimeWithFewer(1, expected: 1)).Should().Be((Step, null));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(40)]
    [InlineData(1000)]
    public void The_step_before_a_trial_may_be_the_first_half_of_a_pair_and_longer_steps_are_compared_by_the_token(int tokens)
    {
        var trial = new ThreadTrial(challenger: 1, usual: 2);

        trial.BeginWith(200, 200 * Step);
        trial.Threads(tokens).Should().Be(1);
        trial.Add(tokens, tokens * Step / 2, isAborted: false);

        (trial.IsWon, trial.Loss).Should().Be((true, -tokens * Step / 2));
    }

    [Fact]
    public void More_threads_that_are_aborted_have_lost()
    {
        var trial = new ThreadTrial(challenger: 2, usual: 1);

        trial.BeginWith(100, 1);
        trial.TimeWithFewer(200, expected: null).Should().Be(2);
        trial.Add(200, 3, isAborted: true);

        (trial.IsWon, trial.IsLost, trial.Loss).Should().Be((false, true, 3));
    }

    [Fact]
    public void A_trial_in_which_no_length_comes_again_ends_and_few_of_its_steps_have_the_other_number()
    {
        var trial = new ThreadTrial(challenger: 1, usual: 2);
        var (steps, challenged) = (0, 0);

        foreach (var tokens in Enumerable.Range(1, 8).Concat(Enumerable.Range(3, 27).SelectMany(power => (int[])[1 << power, 3 << (power - 1)])))
        {
            if (trial.IsLost)
                break;
            challenged += trial.Threads(tokens) == 1 ? 1 : 0;
            trial.Add(tokens, Step, isAborted: false);
            steps++;
        }

        (steps, challenged, trial.IsLost, trial.Loss).Should().Be((48, 4, true, 0));
    }

    private static void Pair(ThreadTrial trial, double challenger, double usual)
    {
        trial.Add(1, challenger, isAborted: false);
        trial.Add(1, usual, isAborted: false);
    }
}
