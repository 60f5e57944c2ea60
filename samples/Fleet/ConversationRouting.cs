using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Edge.AI.Samples.Fleet;

/// <summary>
/// Sends a conversation to the server that has its beginning in the prefix cache, unless that server is much busier than the others. Each conversation has an order of the
/// servers (rendezvous hashing), and its request goes to the first one that is not too busy. Nothing is remembered, so several proxies agree, and a server that leaves moves only its own conversations.
/// </summary>
internal sealed class ConversationRouting : ILoadBalancingPolicy
{
    public string Name => "Conversation";

    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
    {
        // A conversation's server may have AffinitySlack requests more than the least loaded one. Without a conversation, the least loaded server answers; one of them by chance.
        var (key, slack) = ConversationKey.Of((MemoryStream)context.Request.Body) is { } conversation ? (conversation, cluster.Model.Config.Metadata?.GetValueOrDefault("AffinitySlack") ?? "2") : (Guid.NewGuid().ToString(), "0");
        var most = availableDestinations.Min(server => (int?)server.ConcurrentRequestCount) + int.Parse(slack, CultureInfo.InvariantCulture);
        return availableDestinations.Where(server => server.ConcurrentRequestCount <= most).MaxBy(server => Rank(key, server), StringComparer.Ordinal);
    }

    private static string Rank(string key, DestinationState server) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{server.DestinationId}\n{key}")));
}
