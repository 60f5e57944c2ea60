using System.Runtime.InteropServices;
using Edge.AI.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Protection;

/// <summary>Limits the requests that one client has running at once.</summary>
internal sealed class ConcurrencyRule(int most)
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);

    /// <summary>Counts a request until the result is disposed.</summary>
    /// <exception cref="ApiException">The client has too many requests running.</exception>
    public Turn Enter(string client)
    {
        lock (_gate)
        {
            ref var running = ref CollectionsMarshal.GetValueRefOrAddDefault(_running, client, out _);
            if (running >= most)
                throw new ApiException(new(StatusCodes.Status429TooManyRequests, "rate_limit_exceeded", $"This client has {most} requests running already (MaxConcurrentRequests). Wait for one of them to end.") { RetryAfter = s_retryAfter });

            running++;
            return new(this, client);
        }
    }

    private void Leave(string client)
    {
        lock (_gate)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(_running, client) == 0)
                _running.Remove(client);
        }
    }

    /// <summary>A running request.</summary>
    internal readonly struct Turn(ConcurrencyRule rule, string client) : IDisposable
    {
        public void Dispose() => rule.Leave(client);
    }
}
