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
