using System.Net.Http.Headers;
using Edge.AI.Catalog;

namespace Edge.AI.Store;

/// <summary>Where bytes came from, and what proves later that the source still has the same ones.</summary>
/// <param name="Address">The address as a journal may keep it: see <see cref="SafeAddress"/>.</param>
/// <param name="ETag">A strong entity tag.</param>
/// <param name="LastModified">A time of change that is a strong validator.</param>
internal sealed record BytesOrigin(string Address, string? ETag = null, DateTimeOffset? LastModified = null)
{
    /// <summary>What to send as If-Range; null if nothing proves that the bytes are still the same, or the proof can't be sent back.</summary>
    public RangeConditionHeaderValue? Condition => this switch
    {
        { ETag: { } tag } when tag.All(character => character is >= ' ' and <= '~') && EntityTagHeaderValue.TryParse(tag, out var strong) && !strong.IsWeak => new(strong),
        { LastModified: { } time } => new(time),
        _ => null,
    };
}
