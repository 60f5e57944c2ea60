using Edge.AI.Staging;

namespace Edge.AI.Tests.Provisioning;

public sealed class WriteBehindTests
{
    private const int Worth = 128 * 1024;

    private readonly byte[] _buffer = new byte[2 * Worth];
    private readonly List<int> _writes = [];
    private readonly TaskCompletionSource<int> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Small_arrivals_are_written_together_when_the_network_pauses()
    {
        using var behind = new WriteBehind(_buffer, Write);
        for (var filled = 1000; filled <= 5000; filled += 1000)
        {
            behind.Filled(filled);
            behind.WriteSoon();
        }

        await _first.Task.WaitAsync(TimeSpan.FromSeconds(30));
        behind.Write();

        _writes.Sum().Should().Be(5000);
        _writes.Should().HaveCountLessThan(5);
    }

    [Fact]
    public void What_is_worth_a_write_is_written_at_once()
    {
        using var behind = new WriteBehind(_buffer, Write);

        behind.Filled(Worth);
        behind.WriteSoon();

        _writes.Should().Equal(Worth);
    }

    [Fact]
    public void What_arrived_before_a_failure_is_written()
    {
        using (var behind = new WriteBehind(_buffer, Write))
            behind.Filled(1000);

        _writes.Should().Equal(1000);
    }

    [Fact]
    public async Task A_write_that_fails_in_a_pause_fails_the_next_one()
    {
        using var behind = new WriteBehind(_buffer, bytes =>
        {
            Write(bytes);
            throw new IOException("Full.");
        });
        behind.Filled(1000);
        behind.WriteSoon();
        await _first.Task.WaitAsync(TimeSpan.FromSeconds(30));

        behind.Invoking(it => it.Write()).Should().Throw<IOException>().WithMessage("Full.");

        _writes.Should().Equal(1000);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _writes.Add(bytes.Length);
        _first.TrySetResult(bytes.Length);
    }
}
