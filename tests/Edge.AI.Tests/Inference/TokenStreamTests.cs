using Edge.AI.Inference;

namespace Edge.AI.Tests.Inference;

public sealed class TokenStreamTests
{
    private readonly TokenStream _stream = new();

    [Fact]
    public async Task A_reader_gets_every_token_in_order_whoever_is_faster()
    {
        const int Count = 20_000;
        var writing = Task.Run(() =>
        {
            for (var token = 0; token < Count; token++)
                _stream.Write(token);
            _stream.Complete();
        });

        var expected = 0;
        while (await _stream.WaitAsync())
        {
            while (_stream.TryRead(out var token, out _))
                token.Should().Be(expected++);
        }

        expected.Should().Be(Count);
        await writing;
    }

    [Fact]
    public async Task An_error_comes_behind_the_tokens_before_it()
    {
        _stream.Write(1);
        _stream.Complete(new InvalidOperationException("broken"));

        (await _stream.WaitAsync()).Should().BeTrue();
        _stream.TryRead(out var token, out _).Should().BeTrue();
        token.Should().Be(1);
        await FluentActions.Awaiting(async () => await _stream.WaitAsync()).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task An_error_reaches_a_reader_who_waits()
    {
        var waiting = _stream.WaitAsync().AsTask();

        _stream.Complete(new InvalidOperationException("broken"));

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task A_nudge_makes_a_reader_look_up_with_nothing_to_read()
    {
        var waiting = _stream.WaitAsync().AsTask();

        _stream.Nudge();

        (await waiting).Should().BeTrue();
        _stream.TryRead(out _, out _).Should().BeFalse();
    }

    [Fact]
    public async Task What_comes_after_the_end_is_not_there()
    {
        _stream.Complete();
        _stream.Write(1);
        _stream.Complete(new InvalidOperationException("late"));

        _stream.Count.Should().Be(0);
        (await _stream.WaitAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task A_readers_code_does_not_run_on_the_writers_thread()
    {
        var reading = ReadAsync();
        var writer = new Thread(() => _stream.Write(1));

        writer.Start();
        writer.Join();

        (await reading).Should().NotBe(writer.ManagedThreadId);

        async Task<int> ReadAsync()
        {
            await _stream.WaitAsync().ConfigureAwait(false);
            return Environment.CurrentManagedThreadId;
        }
    }
}
