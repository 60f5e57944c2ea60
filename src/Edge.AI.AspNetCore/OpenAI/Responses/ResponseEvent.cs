namespace Edge.AI.AspNetCore.OpenAI.Responses;

/// <summary>An event of a streamed response. Each type has other properties.</summary>
internal sealed record ResponseEvent(string Type, int SequenceNumber)
{
    public Response? Response { get; init; }

    public int? OutputIndex { get; init; }

    public string? ItemId { get; init; }

    public int? ContentIndex { get; init; }

    public OutputItem? Item { get; init; }

    public OutputContent? Part { get; init; }

    public string? Delta { get; init; }

    public string? Text { get; init; }

    public string? Arguments { get; init; }

    public string? Name { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }
}
