using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Diagnosis;

/// <summary>Removes what a bug report must not contain: names of users, and the credentials and queries of addresses.</summary>
/// <param name="home">The home folder of the user; empty if there is none.</param>
/// <param name="user">The name of the user.</param>
internal sealed partial class Redaction(string home, string user)
{
    private const string Hidden = "***", Home = "~";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    public static Redaction OfThisUser() => new(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.UserName);

    public CheckLine Of(CheckLine check) => check with { Text = Of(check.Text), Hint = check.Hint is null ? null : Of(check.Hint), Facts = (JsonObject)Of(check.Facts)! };

    public string Of(string text)
    {
        text = AddressSecrets().Replace(text, match => $"{match.Groups["scheme"].Value}{(match.Groups["user"].Length > 0 ? $"{Hidden}@" : "")}{match.Groups["host"].Value}{(match.Groups["query"].Length > 0 ? $"?{Hidden}" : "")}");
        if (home.Length > 1)
            text = Regex.Replace(text, $@"{Regex.Escape(home.TrimEnd('/', '\\'))}(?=$|[^\w.-])", Home, RegexOptions.None, Timeout);
        text = HomesOfOthers().Replace(text, Home);
        return user.Length > 1 && user != "root" ? Regex.Replace(text, $@"(?<=[/\\]){Regex.Escape(user)}(?=[/\\]|$)", Home, RegexOptions.None, Timeout) : text;
    }

    private JsonNode? Of(JsonNode? value) => value switch
    {
        JsonObject facts => new JsonObject(facts.Select(fact => KeyValuePair.Create(fact.Key, Of(fact.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Of)]),
        JsonValue text when text.TryGetValue<string>(out var words) => Of(words),
        _ => value?.DeepClone(),
    };

    // SCHEME://USER:PASSWORD@HOST/PATH?QUERY. A password may contain any of these signs, so everything before the last @ is hidden.
    [GeneratedRegex(@"(?<scheme>\b[a-z][a-z0-9+.-]*://)(?:(?<user>[^\s'""]*)@)?(?<host>[^\s?#'""]*)(?<query>[?#][^\s'""]*)?", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AddressSecrets();

    [GeneratedRegex(@"(?<=[/\\](?:home|Users)[/\\])[^/\\\s'"",;:]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HomesOfOthers();
}
