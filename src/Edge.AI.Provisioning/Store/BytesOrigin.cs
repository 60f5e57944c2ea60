using System.Net.Http.Headers;
using Edge.AI.Catalog;

namespace Edge.AI.Store;

/// <summary>The origin of bytes, and the validators that prove later that the source still has the same ones.</summary>
/// <param name="Address">The address as a journal may keep it: see <see cref="SafeAddress"/>.</param>
/// <param name="ETag">A strong entity tag.</param>
/// <param name="LastModified">A time of change that is a strong validator.</param>
internal sealed record BytesOrigin(string Address, string? ETag = null, DateTimeOffset? LastModified = null)
{
    /// <summary>The value of If-Range; null if there is no validator, or it cannot be sent.</summary>
    public RangeConditionHeaderValue? Condition => this switch
    {
        { ETag: { } tag } when tag.All(character => character is >= ' ' and <= '~') && EntityTagHeaderValue.TryParse(tag, out var strong) && !strong.IsWeak => new(strong),
        { LastModified: { } time } => new(time),
        _ => null,
    };
}
