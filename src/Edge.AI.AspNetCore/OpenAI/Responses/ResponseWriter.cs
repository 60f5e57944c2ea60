using Edge.AI.AspNetCore.Answers;

namespace Edge.AI.AspNetCore.OpenAI.Responses;

/// <summary>Puts the parts of an answer into the items of a response, and tells every step.</summary>
/// <param name="response">The response before its first item.</param>
/// <param name="send">Sends an event.</param>
internal sealed class ResponseWriter(Response response, Func<ResponseEvent, Task> send)
{
    private readonly List<OutputItem> _items = [];
    private OpenItem? _open;
    private int _sequence;

    private Response Now => response with { Output = [.. _items] };

    public async Task BeginAsync()
    {
        await SendAsync(Event("response.created") with { Response = response }).ConfigureAwait(false);
        await SendAsync(Event("response.in_progress") with { Response = response }).ConfigureAwait(false);
    }

    public async Task AddAsync(AnswerPart part)
    {
        if (_open?.Takes(part) == false)
            await CloseAsync("completed").ConfigureAwait(false);

        if (part is CallPart call)
            await AddCallAsync(call).ConfigureAwait(false);
        else
            await AddTextAsync(part).ConfigureAwait(false);
    }

    /// <summary>Returns the finished response.</summary>
    public async Task<Response> EndAsync(AnswerEnd end)
    {
        await CloseAsync(end.IsCutOff ? "incomplete" : "completed").ConfigureAwait(false);
        var finished = Now with
        {
            Status = end.IsCutOff ? "incomplete" : "completed",
            IncompleteDetails = end.IsCutOff ? new("max_output_tokens") : null,
            Usage = ResponseUsage.Of(end),
        };
        await SendAsync(Event($"response.{finished.Status}") with { Response = finished }).ConfigureAwait(false);
        return finished;
    }

    public Task FailAsync(Formats.OpenAIErrorBody error) =>
        SendAsync(Event("response.failed") with { Response = Now with { Status = "failed", Error = error } });

    private async Task AddTextAsync(AnswerPart part)
    {
        if (_open is null)
        {
            _open = OpenItem.For(part);
            await SendAsync(ItemEvent("response.output_item.added") with { Item = _open.Item("in_progress", isEmpty: true) }).ConfigureAwait(false);
            await SendAsync(PartEvent("response.content_part.added") with { Part = _open.EmptyPart }).ConfigureAwait(false);
        }

        var delta = _open.Append(part);
        await SendAsync(PartEvent($"{_open.EventName}.delta") with { Delta = delta }).ConfigureAwait(false);
    }

    private async Task AddCallAsync(CallPart call)
    {
        var item = OpenItem.Call(call);
        await SendAsync(ItemEvent("response.output_item.added") with { Item = item with { Status = "in_progress", Arguments = "" } }).ConfigureAwait(false);
        await SendAsync(ItemEvent("response.function_call_arguments.delta") with { ItemId = item.Id, Delta = call.Arguments }).ConfigureAwait(false);
        await SendAsync(ItemEvent("response.function_call_arguments.done") with { ItemId = item.Id, Arguments = call.Arguments, Name = call.Name }).ConfigureAwait(false);
        await SendAsync(ItemEvent("response.output_item.done") with { Item = item }).ConfigureAwait(false);
        _items.Add(item);
    }

    private async Task CloseAsync(string status)
    {
        if (_open is not { } open)
            return;

        await SendAsync(PartEvent($"{open.EventName}.done") with { Text = open.Text }).ConfigureAwait(false);
        await SendAsync(PartEvent("response.content_part.done") with { Part = open.Part }).ConfigureAwait(false);
        await SendAsync(ItemEvent("response.output_item.done") with { Item = open.Item(status) }).ConfigureAwait(false);
        _items.Add(open.Item(status));
        _open = null;
    }

    private static ResponseEvent Event(string type) => new(type, SequenceNumber: 0);

    private ResponseEvent ItemEvent(string type) => Event(type) with { OutputIndex = _items.Count };

    private ResponseEvent PartEvent(string type) => ItemEvent(type) with { ItemId = _open!.Id, ContentIndex = 0 };

    private Task SendAsync(ResponseEvent next) => send(next with { SequenceNumber = _sequence++ });
}
