using System.Globalization;
using Edge.AI.Cli.Server;

namespace Edge.AI.Cli.Output;

/// <summary>The server listens.</summary>
/// <param name="Addresses">The addresses.</param>
/// <param name="Models">The names of the models.</param>
/// <param name="HasKey">Whether requests need an API key.</param>
internal sealed record ServingLine(IReadOnlyList<string> Addresses, IReadOnlyList<string> Models, bool HasKey) : Line
{
    public override string ToText()
    {
        var address = Addresses[0].Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal);
        var key = HasKey ? " -H \"Authorization: Bearer $EDGE_AI_API_KEY\"" : "";
        var body = $$"""{"model":"{{Models[0]}}","messages":[{"role":"user","content":"What is 2 + 3?"}]}""";
        return $"""
            Serving {string.Join(", ", Models)} on {string.Join(", ", Addresses)}

              chat page   {address}/
              OpenAI      {address}/v1
              Ollama      {address}
              health      {address}/health/ready
              metrics     {address}/metrics

              curl {address}/v1/chat/completions{key} \
                -d '{body}'

            Ctrl-C stops the server.
            """;
    }
}

/// <summary>A request that was answered, or that failed.</summary>
internal sealed record RequestLine(string Method, string Path, int Status, double Seconds) : Line
{
    public static RequestLine Of(ServedRequest request) => new(request.Method, request.Path, request.Status, Math.Round(request.Duration.TotalSeconds, 3));

    public override string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Method} {Path} {Status} in {Seconds:0.00} s");
}
