namespace Edge.AI.Progress;

/// <summary>Bytes per second over the last few seconds.</summary>
internal sealed class SpeedMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly Queue<(long At, long Bytes)> _samples = new();
    private long _bytes;
    private long _last;

    public double BytesPerSecond { get; private set; }

    public void Add(long bytes)
    {
        var now = time.GetTimestamp();
        _bytes += bytes;
        if (_samples.Count > 0 && time.GetElapsedTime(_last, now) < Step)
            return;

        _last = now;
        _samples.Enqueue((now, _bytes));
        while (_samples.Count > 2 && time.GetElapsedTime(_samples.Peek().At, now) > Window)
            _samples.Dequeue();

        var (since, before) = _samples.Peek();
        var seconds = time.GetElapsedTime(since, now).TotalSeconds;
        BytesPerSecond = seconds > 0 ? (_bytes - before) / seconds : 0;
    }

    public void Reset()
    {
        _samples.Clear();
        BytesPerSecond = 0;
    }
}
