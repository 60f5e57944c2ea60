using Edge.AI.Store;

namespace Edge.AI.Progress;

/// <summary>Gathers what happens in one run and publishes it. Used by one run at a time, so it needs no lock.</summary>
internal sealed class ProgressTracker(ModelPlace place, ProgressFeed feed, TimeProvider time)
{
    private readonly Dictionary<ModelFile, long> _bytes = place.Files.ToDictionary(file => file.File, _ => 0L);
    private readonly SpeedMeter _speed = new(time);
    private readonly long _total = place.Model.Size;

    private ProvisioningState _state = ProvisioningState.Pending;
    private FilePlace? _file;
    private int _fileNumber;
    private double _fraction;
    private int _attempt;

    public void Pending() => Enter(ProvisioningState.Pending);

    /// <summary>Another process works on the model; the disk shows how far it is.</summary>
    public void Waiting(IReadOnlyList<FileStatus> onDisk)
    {
        foreach (var (file, status) in place.Files.Zip(onDisk))
            _bytes[file.File] = status.BytesOnDisk;

        Enter(ProvisioningState.Pending);
    }

    public void Downloading() => Enter(ProvisioningState.Downloading);

    public void Paused() => Enter(ProvisioningState.Paused);

    public void Verifying(FilePlace file)
    {
        At(file);
        Enter(ProvisioningState.Verifying);
    }

    /// <summary>A file begins, with the bytes that are on disk of it.</summary>
    public void Begin(FilePlace file, long bytesOnDisk)
    {
        At(file);
        (_attempt, _bytes[file.File]) = (0, bytesOnDisk);
        Publish();
    }

    public void Attempt(int number) => _attempt = number;

    public void Arrived(FilePlace file, long bytesOnDisk, int count)
    {
        _speed.Add(count);
        _bytes[file.File] = bytesOnDisk;
        Publish();
    }

    /// <summary>A file is on disk wholly.</summary>
    public void Done(FilePlace file) => _bytes[file.File] = file.File.Size;

    public void Completed()
    {
        foreach (var file in place.Files)
            Done(file);

        (_file, _fileNumber) = (null, place.Files.Count);
        Enter(ProvisioningState.Completed);
    }

    public void Cancelled() => Enter(ProvisioningState.Cancelled);

    public void Failed(Exception error)
    {
        _state = ProvisioningState.Failed;
        Publish(error);
    }

    private void Enter(ProvisioningState state)
    {
        if (state != ProvisioningState.Downloading)
            _speed.Reset();

        _state = state;
        Publish();
    }

    private void Publish(Exception? error = null)
    {
        var bytes = 0L;
        foreach (var count in _bytes.Values) // Not by LINQ: this runs for every read, and would leave an enumerator behind.
            bytes += count;

        _fraction = Math.Max(_fraction, _state == ProvisioningState.Completed ? 1.0 : (double)bytes / _total);
        feed.Publish(new()
        {
            ModelId = place.Model.Id,
            State = _state,
            FileName = _file?.File.Name,
            FileNumber = _fileNumber,
            FileCount = place.Files.Count,
            Bytes = bytes,
            TotalBytes = _total,
            Fraction = _fraction,
            BytesPerSecond = _speed.BytesPerSecond,
            Attempt = _attempt,
            Error = error,
        });
    }

    private void At(FilePlace file) => (_file, _fileNumber) = (file, 1 + place.Files.TakeWhile(other => other.File != file.File).Count());
}
