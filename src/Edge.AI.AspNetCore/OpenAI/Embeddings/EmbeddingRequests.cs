using System.Text.Json;
using Edge.AI.AspNetCore.Clients;
using Edge.AI.AspNetCore.Errors;
using Edge.AI.AspNetCore.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.OpenAI.Embeddings;

/// <summary>Answers requests for embeddings.</summary>
internal sealed class EmbeddingRequests(EdgeServerOptions options, TimeProvider time)
{
    /// <summary>The most texts of a request, as in OpenAI's API.</summary>
    private const int MaxTexts = 2048;

    public async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (name, texts, encode, dimensions) = await RequestBody.ReadAsync(context, options, time, Read, cancellationToken).ConfigureAwait(false);
        var model = ServedModels.Embeddings(context.RequestServices).Named(name);
        var vectors = await model.Service.GenerateAsync(texts, new() { Dimensions = dimensions }, cancellationToken).ConfigureAwait(false);
        if (dimensions is { } wanted && vectors.FirstOrDefault(vector => vector.Vector.Length != wanted) is { } other)
            throw ApiException.Unsupported("dimensions", $"'dimensions' is {wanted}, but the vectors of '{model.Name}' have {other.Vector.Length}.");

        var list = new EmbeddingList(
            "list",
            [.. vectors.Select((vector, index) => new EmbeddingEntry("embedding", index, encode(vector.Vector)))],
            model.Name,
            new(vectors.Usage?.InputTokenCount ?? 0, vectors.Usage?.TotalTokenCount ?? vectors.Usage?.InputTokenCount ?? 0));
        await JsonResponse.WriteAsync(context, list, EmbeddingJsonContext.Default.EmbeddingList, cancellationToken).ConfigureAwait(false);
    }

    private static (string Model, IReadOnlyList<string> Texts, Func<ReadOnlyMemory<float>, JsonElement> Encode, int? Dimensions) Read(RequestObject body)
    {
        var (texts, encode, dimensions) = (TextsOf(body), EncodingOf(body), body.Whole("dimensions"));
        if (dimensions < 1)
            body.Fail("dimensions", "must be 1 or more.");

        return (body.RequiredText("model"), texts, encode, dimensions);
    }

    private static IReadOnlyList<string> TextsOf(RequestObject body)
    {
        var texts = body.Texts("input") ?? throw body.Missing("input");
        if (texts.Count is 0 or > MaxTexts)
            body.Fail("input", $"has {texts.Count} texts; 1 to {MaxTexts} are allowed.");
        if (texts.Any(string.IsNullOrEmpty))
            body.Fail("input", "contains an empty text.");

        return texts;
    }

    private static Func<ReadOnlyMemory<float>, JsonElement> EncodingOf(RequestObject body) => body.Text("encoding_format") switch
    {
        null or "float" => VectorFormat.Numbers,
        "base64" => VectorFormat.Base64,
        var other => throw body.Unknown("encoding_format", other, "float or base64"),
    };
}
