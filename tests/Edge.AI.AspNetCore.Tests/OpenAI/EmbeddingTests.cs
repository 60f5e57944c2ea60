using System.ClientModel;
using System.Net.Http.Json;
using System.Text.Json;
using Edge.AI.AspNetCore.Tests.Support;
using OpenAI.Embeddings;

namespace Edge.AI.AspNetCore.Tests.OpenAI;

public sealed class EmbeddingTests(TinyServer tiny)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private EmbeddingClient Client => tiny.Server.OpenAIClient().GetEmbeddingClient(LetterEmbeddings.ModelId);

    [Fact]
    public async Task Texts_become_vectors_in_their_order()
    {
        OpenAIEmbeddingCollection vectors = await Client.GenerateEmbeddingsAsync(["aabb", "bbbb"], cancellationToken: Cancellation); // the client asks for base64

        vectors.Select(vector => vector.Index).Should().Equal(0, 1);
        vectors[0].ToFloats().ToArray()[..3].Should().Equal(0.5f, 0.5f, 0f);
        vectors[1].ToFloats().ToArray()[..3].Should().Equal(0f, 1f, 0f);
        vectors.Model.Should().Be(LetterEmbeddings.ModelId);
        vectors.Usage.InputTokenCount.Should().Be(8);
    }

    [Fact]
    public async Task The_dimensions_are_those_of_the_request()
    {
        OpenAIEmbedding vector = await Client.GenerateEmbeddingAsync("abc", new() { Dimensions = 4 }, Cancellation);

        vector.ToFloats().Length.Should().Be(4);
    }

    [Fact]
    public async Task Numbers_are_the_default_encoding()
    {
        using var response = await tiny.Http.PostAsJsonAsync("v1/embeddings", new { model = LetterEmbeddings.ModelId, input = "ab" }, Cancellation);
        var list = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        list.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(number => number.GetSingle()).Take(3).Should().Equal(0.5f, 0.5f, 0f);
    }

    [Theory]
    [InlineData("edge-tiny", "a", 404)] // it chats
    [InlineData(LetterEmbeddings.ModelId, "", 400)]
    public async Task A_request_that_cannot_be_served_is_refused(string model, string text, int status)
    {
        var ask = () => tiny.Server.OpenAIClient().GetEmbeddingClient(model).GenerateEmbeddingsAsync([text], cancellationToken: Cancellation);

        (await ask.Should().ThrowAsync<ClientResultException>()).Which.Status.Should().Be(status);
    }
}
