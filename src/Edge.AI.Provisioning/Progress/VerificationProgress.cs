namespace Edge.AI.Progress;

/// <summary>Reports the progress of a verification, ten times a second and at the end.</summary>
internal sealed class VerificationProgress(StoredModel model, IProgress<ProvisioningProgress> listener, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly SpeedMeter _speed = new(time);
    private readonly long _total = model.Files.Sum(file => file.Size);
    private long _bytes;
    private long _told;
    private int _file;

    public void Begin(int file)
    {
        _file = file;
        Tell();
    }

    public void Read(int count)
    {
        _speed.Add(count);
        _bytes += count;
        if (time.GetElapsedTime(_told) >= Pause)
            Tell();
    }

    /// <summary>Everything was read, or is missing.</summary>
    public void End()
    {
        (_bytes, _file) = (_total, model.Files.Count - 1);
        Tell();
    }

    private void Tell()
    {
        _told = time.GetTimestamp();
        var bytes = Math.Min(_bytes, _total); // A file can be longer now.
        listener.Report(new()
        {
            ModelId = model.Id,
            State = ProvisioningState.Verifying,
            FileName = model.Files[_file].Name,
            FileNumber = _file + 1,
            FileCount = model.Files.Count,
            Bytes = bytes,
            TotalBytes = _total,
            Fraction = (double)bytes / _total,
            BytesPerSecond = _speed.BytesPerSecond,
        });
    }
}
