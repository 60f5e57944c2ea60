namespace Edge.AI.AspNetCore.Protection;

/// <summary>What an endpoint at the root of an API says, so that the page finds the API wherever the app has mapped it.</summary>
internal sealed record ApiRoot(ApiKind Kind);

internal enum ApiKind
{
    OpenAI,
    Models,
}
