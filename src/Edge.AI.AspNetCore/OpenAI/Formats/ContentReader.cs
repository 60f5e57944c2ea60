using System.Text.Json;
using Edge.AI.AspNetCore.Errors;
using Edge.AI.AspNetCore.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.OpenAI.Formats;

/// <summary>Reads the content of a message: a text, or a list of parts. Whether the model can see an image or hear a sound is the chat client's decision.</summary>
internal static class ContentReader
{
    /// <summary>Returns the contents; none if the property is missing.</summary>
    public static List<AIContent> Read(RequestObject message, string name = "content") => !message.TryGet(name, out var content) ? []
        : content.ValueKind == JsonValueKind.String ? [new TextContent(content.GetString())]
        : [.. message.Objects(name)!.Select(PartOf)];

    private static AIContent PartOf(RequestObject part)
    {
        switch (part.RequiredText("type"))
        {
            case "text" or "input_text" or "output_text":
                return new TextContent(part.Text("text") ?? throw part.Missing("text"));
            case "refusal":
                return new TextContent(part.Text("refusal") ?? throw part.Missing("refusal"));
            case "image_url":
                return At(part.Object("image_url") ?? throw part.Missing("image_url"), "url", "image/*");
            case "input_image":
                return At(part, "image_url", "image/*");
            case "input_audio":
                var audio = part.Object("input_audio") ?? throw part.Missing("input_audio");
                return Decode(audio, "data", $"data:audio/{audio.Text("format") ?? "wav"};base64,{audio.RequiredText("data")}");
            case "file" or "input_file":
                var file = part.Object("file") ?? part;
                return At(file, "file_data", "application/octet-stream");
            case var other:
                throw part.Unknown("type", other, "text, refusal, image_url, input_audio or file");
        }
    }

    private static AIContent At(RequestObject holder, string name, string mediaType)
    {
        var address = holder.RequiredText(name);
        if (address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return Decode(holder, name, address);

        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? new UriContent(uri, mediaType)
            : throw ApiException.Invalid(holder.PathOf(name), $"'{holder.PathOf(name)}' must be an absolute address or a data URI.");
    }

    private static DataContent Decode(RequestObject holder, string name, string dataUri)
    {
        try
        {
            return new(dataUri);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw ApiException.Invalid(holder.PathOf(name), $"'{holder.PathOf(name)}' is not valid base64 data with a media type.");
        }
    }
}
