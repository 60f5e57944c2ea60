using Edge.AI.Bench.Inference.Machine;

namespace Edge.AI.Tests.Bench;

public class QuietRoundsTests
{
    private readonly List<string> _lines = [];

    [Fact]
    public void Noise_is_the_share_of_all_cores_that_others_used_and_that_was_stolen()
    {
        var noise = Noise.Between(new(Time: 10, Busy: 100, Stolen: 1, Own: 50), new(Time: 20, Busy: 116, Stolen: 1.5, Own: 65), cores: 4);

        noise.Others.Should().BeApproximately(0.025, 1e-9);
        noise.Stolen.Should().BeApproximately(0.0125, 1e-9);
        noise.IsQuiet.Should().BeTrue();
    }

    [Theory]
    [InlineData(0.05, 0, true)]
    [InlineData(0.051, 0, false)]
    [InlineData(0.03, 0.03, false)]
    public void A_round_is_quiet_if_others_and_the_hypervisor_took_at_most_a_twentieth(double others, double stolen, bool isQuiet) =>
        new Noise(others, stolen).IsQuiet.Should().Be(isQuiet);

    [Fact]
    public async Task A_noisy_round_is_repeated_and_does_not_count()
    {
        var rounds = await RunAsync(wanted: 3, 0.01, 0.4, 0.02, 0.03);

        rounds.Values.Should().Equal(0, 2, 3);
        rounds.Attempts.Should().Be(4);
        rounds.Remark.Should().BeNull();
        _lines.Should().ContainSingle().Which.Should().Be("  round 2 is noisy: others used 40.0 % of the machine, 0.0 % was stolen");
    }

    [Fact]
    public async Task Without_enough_quiet_rounds_the_least_noisy_ones_count_and_the_result_says_so()
    {
        var rounds = await RunAsync(wanted: 2, 0.5, 0.3, 0.01, 0.2, 0.6, 0.4);

        rounds.Values.Should().Equal(2, 3);
        rounds.Attempts.Should().Be(6);
        rounds.Remark.Should().Be("Only 1 of 6 rounds were quiet; others took 1 to 60 % of the machine. The figures of 1 noisy rounds are included.");
        _lines.Should().Contain($"  {rounds.Remark}");
    }

    [Fact]
    public async Task Where_the_load_is_unknown_every_round_counts_and_the_result_says_so()
    {
        var rounds = await new QuietRounds(() => null, cores: 2, _lines.Add).RunAsync(2, Task.FromResult);

        rounds.Values.Should().Equal(0, 1);
        rounds.Remark.Should().Be("The load by others was not measured: this system has no /proc/stat.");
    }

    /// <summary>Each round takes a second of a machine with one core, of which others use the given share.</summary>
    private Task<Rounds<int>> RunAsync(int wanted, params double[] others)
    {
        var (time, busy) = (0.0, 0.0);
        return new QuietRounds(() => new(time, busy, Stolen: 0, Own: 0), cores: 1, _lines.Add).RunAsync(wanted, round =>
        {
            (time, busy) = (time + 1, busy + others[round]);
            return Task.FromResult(round);
        });
    }
}
