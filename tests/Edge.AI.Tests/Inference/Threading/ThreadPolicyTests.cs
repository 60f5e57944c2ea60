using Edge.AI.Inference.Threading;

namespace Edge.AI.Tests.Inference.Threading;

public class ThreadPolicyTests
{
    [Fact]
    public void On_a_quiet_machine_all_cores_are_used_and_trials_cost_at_most_two_percent()
    {
        var machine = new Machine(cores: 8);

        var spent = machine.Run(steps: 3_000);

        Assert.Equal(8, machine.Policy.Settled);
        Assert.InRange(spent, 0, 1.02 * 3_000 * machine.Quiet(8));
    }

    [Fact]
    public void A_machine_that_is_busy_from_the_beginning_is_noticed_without_knowing_how_fast_it_can_be()
    {
        var machine = new Machine(cores: 2) { Busy = 1 };

        machine.Run(steps: 20);

        Assert.Equal(1, machine.Policy.Settled);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    [InlineData(8, 1)]
    [InlineData(8, 7)]
    [InlineData(64, 10)]
    public void When_other_work_begins_steps_soon_take_as_long_as_with_the_best_number_of_threads(int cores, int busy)
    {
        var machine = new Machine(cores);
        machine.Run(steps: 200);

        machine.Busy = busy;
        machine.Run(steps: 60);
        var spent = machine.Run(steps: 2_000);

        Assert.InRange(spent, 0, 1.1 * 2_000 * machine.BestMean(busy));
    }

    [Fact]
    public void While_others_work_trials_of_more_threads_cost_at_most_two_percent()
    {
        var machine = new Machine(cores: 2) { Busy = 2 };
        machine.Run(steps: 100);

        var spent = machine.Run(steps: 5_000);

        Assert.InRange(spent, 0, 1.03 * 5_000 * machine.Mean(1, busy: 2));
    }

    [Fact]
    public void Long_pauses_between_short_requests_do_not_pay_for_more_trials()
    {
        var machine = new Machine(cores: 2) { Busy = 2 };
        machine.Run(steps: 100);

        var spent = 0.0;
        for (var request = 0; request < 30; request++)
        {
            machine.Policy.Pass(TimeSpan.Zero, idle: TimeSpan.FromSeconds(30));
            spent += machine.Run(steps: 150);
        }

        Assert.InRange(spent, 0, 1.05 * 30 * 150 * machine.Mean(1, busy: 2));
    }

    [Fact]
    public void After_a_pause_a_machine_that_has_become_quiet_is_noticed_within_a_second()
    {
        var machine = new Machine(cores: 2) { Busy = 2 };
        machine.Run(steps: 2_000);

        machine.Busy = 0;
        machine.Policy.Pass(TimeSpan.Zero, idle: TimeSpan.FromSeconds(60));
        machine.RunFor(seconds: 1);

        Assert.Equal(2, machine.Policy.Settled);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(64)]
    public void When_other_work_ends_all_cores_are_used_again(int cores)
    {
        var machine = new Machine(cores) { Busy = cores };
        machine.Run(steps: 300);
        Assert.True(machine.Policy.Settled < cores);

        machine.Busy = 0;
        machine.RunFor(seconds: 20);

        Assert.Equal(cores, machine.Policy.Settled);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    public void A_start_with_too_few_threads_is_made_good_within_a_second(int cores)
    {
        var machine = new Machine(cores, start: 1);

        machine.RunFor(seconds: 1);

        Assert.Equal(cores, machine.Policy.Settled);
    }

    [Fact]
    public void A_single_slow_step_changes_nothing()
    {
        var machine = new Machine(cores: 4);
        machine.Run(steps: 100);

        machine.Step(tokens: 1, seconds: 1);
        machine.Run(steps: 1);

        Assert.Equal(4, machine.Policy.For(1));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    public void All_cores_are_used_again_at_once_if_the_others_are_idle(int cores)
    {
        var machine = new Machine(cores) { TellsIdle = true };
        machine.Run(steps: 200);
        machine.Busy = cores;
        machine.Run(steps: 60);
        Assert.True(machine.Policy.Settled < cores);

        machine.Busy = 0;
        machine.RunFor(seconds: 0.5);

        Assert.Equal(cores, machine.Policy.Settled);
    }

    [Fact]
    public void Idle_processors_that_may_not_be_used_cause_more_and_more_seldom_trials()
    {
        var machine = new Machine(cores: 2) { Busy = 2, TellsIdle = true, BusyIsHidden = true };
        machine.Run(steps: 100);

        var spent = machine.Run(steps: 5_000);

        Assert.InRange(spent, 0, 1.04 * 5_000 * machine.Mean(1, busy: 2));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.15)]
    public void Steps_that_something_disturbs_now_and_then_keep_all_cores(double share)
    {
        var machine = new Machine(cores: 2) { TellsIdle = true, Disturbed = share };
        machine.Run(steps: 100);

        var spent = machine.Run(steps: 5_000);

        Assert.InRange(spent, 0, 1.03 * 5_000 * machine.Quiet(2) * (1 + (1.75 * share)));
    }

    [Fact]
    public void On_a_quiet_machine_no_step_has_a_deadline()
    {
        var machine = new Machine(cores: 4);
        machine.Run(steps: 100);

        Assert.Null(machine.Policy.Deadline(1));
    }

    [Fact]
    public void A_step_after_a_slow_one_has_a_deadline_and_is_repeated_with_fewer_threads()
    {
        var machine = new Machine(cores: 4);
        machine.Run(steps: 100);

        machine.Step(tokens: 1, seconds: 1);
        var deadline = machine.Policy.Deadline(1);
        machine.Policy.ObserveAbort(1, deadline!.Value);

        Assert.True(deadline < 2 * TimeSpan.FromSeconds(machine.Quiet(4)));
        Assert.InRange(machine.Policy.For(1), 1, 3);
        Assert.Null(machine.Policy.Deadline(1));
    }

    [Fact]
    public void Steps_of_changing_lengths_are_compared_with_steps_of_the_same_length()
    {
        var machine = new Machine(cores: 2) { Lengths = [1, 4, 2, 9, 1, 3] };
        machine.Run(steps: 300);
        Assert.Equal(2, machine.Policy.Settled);

        machine.Busy = 2;
        machine.Run(steps: 100);

        Assert.Equal(1, machine.Policy.Settled);
    }

    [Fact]
    public void Steps_that_become_slower_with_the_length_of_the_conversation_keep_all_cores()
    {
        var machine = new Machine(cores: 4) { Growth = 0.0005 };

        var spent = machine.Run(steps: 4_000);

        Assert.Equal(4, machine.Policy.Settled);
        Assert.InRange(spent, 0, 1.02 * Enumerable.Range(0, 4_000).Sum(step => machine.Quiet(4) * (1 + (0.0005 * step))));
    }

    [Fact]
    public void Steps_that_are_slow_only_in_long_conversations_hardly_cause_trials()
    {
        var machine = new Machine(cores: 2);
        machine.Run(steps: 100);

        double spent = 0, quiet = 0;
        for (var conversation = 0; conversation < 40; conversation++)
            foreach (var longer in (double[])[1, 1.2, 1.4])
            {
                machine.Longer = longer;
                spent += machine.Run(steps: 100);
                quiet += 100 * longer * machine.Quiet(2);
            }

        Assert.InRange(spent, 0, 1.005 * quiet);
    }

    [Fact]
    public void Steps_of_seconds_use_all_cores_again_when_other_work_ends()
    {
        var machine = new Machine(cores: 2) { Work = 4, Busy = 2 };
        machine.Run(steps: 100);
        Assert.Equal(1, machine.Policy.Settled);

        machine.Busy = 0;
        machine.Run(steps: 300);

        Assert.Equal(2, machine.Policy.Settled);
    }

    [Fact]
    public void Where_more_threads_do_not_help_trials_end()
    {
        var machine = new Machine(cores: 4) { Busy = 4, Parallel = 0 };
        machine.Run(steps: 500);

        var spent = machine.Run(steps: 2_000);

        Assert.InRange(spent, 0, 1.1 * 2_000 * machine.BestMean(4));
    }

    [Fact]
    public void After_one_prompt_that_hardly_gets_its_processors_the_next_ones_have_fewer_threads_even_if_no_length_comes_twice()
    {
        var policy = Prefill();
        Prompt(policy, tokens: 40, PerToken, share: 1);
        Prompt(policy, tokens: 60, PerToken, share: 1);

        var used = new[] { 100, 150, 200, 300, 400 }.Select(tokens => Prompt(policy, tokens, threads => threads == 2 ? 8 * PerToken(1) : 2 * PerToken(1), share: 0.4));

        used.Should().Equal(2, 1, 1, 1, 1);
    }

    [Fact]
    public void Prompts_that_are_slow_although_they_get_their_processors_keep_all_threads()
    {
        var policy = Prefill();

        var used = new[] { 40, 60, 100, 150, 200, 300, 400 }.Select((tokens, prompt) => Prompt(policy, tokens, threads => (prompt + 1) * PerToken(threads), share: 0.9));

        used.Should().OnlyContain(threads => threads == 2);
    }

    [Fact]
    public void Where_prompts_wait_for_something_else_than_processors_trials_of_fewer_threads_become_rare()
    {
        var policy = Prefill();

        var used = Enumerable.Range(0, 400).Select(prompt => Prompt(policy, tokens: 40 + prompt, PerToken, share: 0.4)).ToList();

        used.Count(threads => threads == 1).Should().BeInRange(1, 20);
        policy.Settled.Should().Be(2);
    }

    [Fact]
    public void If_processors_have_become_idle_the_next_prompt_uses_them_whatever_its_length_is()
    {
        var policy = Prefill(start: 1);
        Prompt(policy, tokens: 40, PerToken, share: 0.5);
        Prompt(policy, tokens: 60, PerToken, share: 0.5);

        policy.SeeIdle(1);
        var used = new[] { 100, 150, 200, 300 }.Select(tokens => Prompt(policy, tokens, PerToken, share: 1));

        used.Should().Equal(1, 2, 2, 2);
    }

    [Fact]
    public void While_prompts_are_slow_a_short_one_does_not_cause_a_trial_of_more_threads_that_a_long_one_would_pay_for()
    {
        var policy = Prefill();
        foreach (var tokens in (int[])[40, 60, 100])
            Prompt(policy, tokens, Busy, share: tokens < 100 ? 1 : 0.4);
        Prompt(policy, tokens: 100, Busy, share: 0.4);
        policy.Settled.Should().Be(1);

        var used = Enumerable.Range(0, 40).Select(step => Prompt(policy, tokens: step % 2 == 0 ? 60 : 6, Busy, share: 0.5)).ToList();

        used.Should().OnlyContain(threads => threads == 1);
    }

    [Fact]
    public void A_long_step_stops_being_in_the_way_of_trials_when_only_short_ones_follow()
    {
        var policy = Spent(step: 0.01);
        Prompt(policy, tokens: 1000, PerToken, share: 1);

        var used = Enumerable.Range(0, 100).Select(_ => Prompt(policy, tokens: 1, _ => 0.01, share: 1)).ToList();

        used.Take(10).Should().OnlyContain(threads => threads == 1, "the next prompt may be as long");
        used.Should().Contain(2);
    }

    [Fact]
    public void A_prompt_on_trial_has_a_deadline_even_if_its_length_is_new()
    {
        var policy = Prefill(start: 1);
        Prompt(policy, tokens: 4, PerToken, share: 1);
        Prompt(policy, tokens: 4, PerToken, share: 1);

        policy.For(64).Should().Be(2);
        policy.Deadline(64).Should().BeCloseTo(TimeSpan.FromSeconds(1.5 * 64 * PerToken(1)), TimeSpan.FromMilliseconds(1));
        policy.Deadline(3).Should().BeNull("no shorter step was seen");
    }

    [Theory]
    [InlineData(0.04, 2)]
    [InlineData(0.5, 1)]
    public void A_pause_pays_for_a_trial_of_short_steps_only(double step, int expected)
    {
        var policy = Spent(step);

        policy.Pass(TimeSpan.Zero, idle: TimeSpan.FromHours(1));
        policy.Observe(1, TimeSpan.FromSeconds(step));

        policy.For(1).Should().Be(expected);
    }

    /// <summary>A policy that has just lost a trial of two threads, whose savings are used up.</summary>
    private static ThreadPolicy Spent(double step)
    {
        var policy = Prefill(start: 1);
        for (var steps = 0; steps < 100 && policy.For(1) == 1; steps++)
        {
            policy.Pass(TimeSpan.FromSeconds(step), TimeSpan.Zero);
            policy.Observe(1, TimeSpan.FromSeconds(step));
        }

        policy.ObserveAbort(1, TimeSpan.FromSeconds(step)); // this one costs just what the pause pays again
        policy.For(1).Should().Be(1);
        return policy;
    }

    private static ThreadPolicy Prefill(int start = 2) => new(most: 2, start, stepsBeforeTrial: 2);

    private static double Busy(int threads) => threads == 2 ? 0.06 : 0.014;

    private static double PerToken(int threads) => threads == 2 ? 0.004 : 0.007;

    /// <summary>A step of a prompt; returns its threads.</summary>
    private static int Prompt(ThreadPolicy policy, int tokens, Func<int, double> perToken, double share)
    {
        var threads = policy.For(tokens);
        var elapsed = TimeSpan.FromSeconds(tokens * perToken(threads));
        policy.Pass(elapsed, idle: TimeSpan.Zero);
        policy.SeeShare(share, elapsed);
        policy.Observe(tokens, elapsed);
        return threads;
    }

    /// <summary>A machine whose steps need the same work. With other processes, each thread loses a core for a time slice now and then, and the step ends when its slowest thread does.</summary>
    private sealed class Machine(int cores, int? start = null)
    {
        private readonly Random _random = new(1);
        private int _step;
        private double _told;

        public ThreadPolicy Policy { get; } = Exploring(cores, start);

        /// <summary>The time of a step with one thread, in seconds.</summary>
        public double Work { get; init; } = 0.02;

        public int Busy { get; set; }

        /// <summary>Whether the policy learns ten times a second how many cores are idle.</summary>
        public bool TellsIdle { get; init; }

        /// <summary>Whether the cores that others use seem idle, as those that a quota takes away.</summary>
        public bool BusyIsHidden { get; init; }

        public IReadOnlyList<int> Lengths { get; init; } = [1];

        public double Growth { get; init; }

        /// <summary>The share of the steps that take 2 to 3.5 times longer, with any number of threads.</summary>
        public double Disturbed { get; init; }

        /// <summary>How many times longer a step takes than at first, because the conversation has become longer.</summary>
        public double Longer { get; set; } = 1;

        /// <summary>The share of the work that threads divide among themselves.</summary>
        public double Parallel { get; init; } = 0.95;

        public double Quiet(int threads) => Work * (1 - Parallel + (Parallel / threads));

        public double Mean(int threads, int busy)
        {
            var random = new Random(2);
            return Enumerable.Range(0, 4_000).Average(_ => Quiet(threads) + Stalls(random, threads, busy));
        }

        public double BestMean(int busy) => Enumerable.Range(1, cores).Min(threads => Mean(threads, busy));

        public double Run(int steps) => Enumerable.Range(0, steps).Sum(_ => Step());

        public void RunFor(double seconds)
        {
            while (seconds > 0)
                seconds -= Step();
        }

        public void Step(int tokens, double seconds)
        {
            Policy.Pass(TimeSpan.FromSeconds(seconds), idle: TimeSpan.Zero);
            Policy.Observe(tokens, TimeSpan.FromSeconds(seconds));
            _told += seconds;
            if (TellsIdle && _told >= 0.1 && Policy.Settled < cores)
            {
                Policy.SeeIdle(Math.Max(0, cores - Policy.Settled - (BusyIsHidden ? 0 : Busy)));
                _told = 0;
            }
        }

        /// <summary>One step, with all its aborted attempts.</summary>
        private double Step()
        {
            var tokens = Lengths[_step++ % Lengths.Count];
            var threads = Policy.For(tokens);
            var seconds = (Quiet(threads) * (1 + (0.6 * (tokens - 1))) * (1 + (Growth * _step)) * Longer) + Stalls(_random, threads, Busy);
            seconds *= 1 + (0.05 * (_random.NextDouble() - 0.5)) + (_random.NextDouble() < Disturbed ? 1 + (1.5 * _random.NextDouble()) : 0);
            if (Policy.Deadline(tokens) is not { } deadline || seconds <= deadline.TotalSeconds)
            {
                Step(tokens, seconds);
                return seconds;
            }

            _step--;
            Policy.Pass(deadline, idle: TimeSpan.Zero);
            Policy.ObserveAbort(tokens, deadline);
            return deadline.TotalSeconds + Step();
        }

        /// <summary>Threads that find no free core stop all others for a slice, often several times in a step.</summary>
        private double Stalls(Random random, int threads, int busy)
        {
            var crowded = Math.Max(0, threads + busy - cores);
            var stalls = 0;
            for (var barrier = 0; barrier < 300 && threads > 1; barrier++)
                stalls += random.NextDouble() < Math.Min(0.2, 0.02 * crowded) ? 1 : 0;
            return stalls * Work / 5;
        }

        private static ThreadPolicy Exploring(int cores, int? start)
        {
            var policy = new ThreadPolicy(cores, start ?? cores, stepsBeforeTrial: 4);
            policy.Explore(true);
            return policy;
        }
    }
}
