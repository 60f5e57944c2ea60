using Edge.AI.Store;

namespace Edge.AI.Staging;

/// <summary>Hands out the missing segments of a file in ascending order, so that the hash can follow.</summary>
internal sealed class SegmentQueue
{
    private const long LongestSegment = 16L * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Stack<(long From, long To)> _givenBack = new();
    private readonly ChunkMap _chunks;
    private readonly long _length;
    private int _takers;
    private int _next;
    private readonly long _from;

    public SegmentQueue(PartialFile partial, int connections)
    {
        (_chunks, _from, _takers) = (partial.Chunks, partial.Length, connections);
        _next = _chunks.IndexOf(_from);

        // Long enough for the cost of a request, short enough that all connections end at about the same time.
        _length = Math.Clamp(_chunks.FileSize / (4 * connections), _chunks.ChunkSize, LongestSegment);
    }

    /// <summary>Returns the next segment; null if none is left. Then the caller no longer counts as a taker.</summary>
    public (long From, long To)? TryTake()
    {
        lock (_lock)
        {
            if (_givenBack.TryPop(out var again))
                return again;

            while (_next < _chunks.Count && _chunks.IsHere(_next))
                _next++;

            if (_next == _chunks.Count)
            {
                _takers--;
                return null;
            }

            var from = Math.Max(_from, _chunks.StartOf(_next));
            do
                _next++;
            while (_next < _chunks.Count && !_chunks.IsHere(_next) && _chunks.EndOf(_next) - from <= _length);
            return (from, _chunks.EndOf(_next - 1));
        }
    }

    /// <summary>Leaves a segment to the other takers; false if there is none.</summary>
    public bool TryGiveBack((long From, long To) segment)
    {
        lock (_lock)
        {
            if (_takers < 2)
                return false;

            _takers--;
            _givenBack.Push(segment);
            return true;
        }
    }
}
