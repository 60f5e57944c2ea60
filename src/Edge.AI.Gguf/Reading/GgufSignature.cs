using System.Buffers.Binary;
using System.Text;

namespace Edge.AI.Gguf.Reading;

/// <summary>Reads the first eight bytes: "GGUF" and the version. For other files it finds out what they are.</summary>
internal static class GgufSignature
{
    private const int BytesLookedAt = 64;
    private const string ConvertHint = "Convert the model again with the tools of llama.cpp, or look for a newer file.";

    /// <summary>Reads the signature and returns the version, which is 2 or 3.</summary>
    public static uint Read(GgufInput input)
    {
        var start = input.Peek(BytesLookedAt);
        if (start.IsEmpty)
            throw input.Invalid("is empty", "Delete the file and download it again.");

        if (!"GGUF"u8.StartsWith(start[..Math.Min(4, start.Length)]))
            throw NotGguf(input, start);

        _ = input.ReadUInt32();
        return input.ReadUInt32() switch
        {
            var version and (2 or 3) => version,
            1 => throw input.Invalid("is GGUF version 1, which llama.cpp no longer reads", ConvertHint),
            var version when BinaryPrimitives.ReverseEndianness(version) is 2 or 3 =>
                throw input.Invalid("is a big-endian GGUF file", "Use the little-endian file of this model."),
            var version => throw input.Invalid($"is GGUF version {version}; versions 2 and 3 are supported", "Update Edge.AI, or use a file of version 3."),
        };
    }

    private static GgufException NotGguf(GgufInput input, ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("version https://git-lfs"u8))
        {
            return input.Invalid(
                "is not GGUF: it is a Git LFS pointer, which only names the real file",
                "Run 'git lfs pull', or download the file itself.");
        }

        return IsText(start)
            ? NotGguf(input, FirstLine(start))
            : input.Invalid(
                $"is not GGUF: it begins with the bytes {Convert.ToHexStringLower(start[..Math.Min(8, start.Length)])}",
                "Use a GGUF file; models in other formats (safetensors, ONNX, older GGML files) have to be converted with the tools of llama.cpp.");
    }

    private static GgufException NotGguf(GgufInput input, string firstLine) => input.Invalid(
        $"is not GGUF: it begins with the text \"{firstLine}\"",
        firstLine.StartsWith('<')
            ? "Something else answered in place of the model: a proxy or login page? Open the address in a browser, then download again."
            : "Use a model in the GGUF format; its file begins with the letters GGUF, and its name usually ends with .gguf. If this file was downloaded, the server sent a text instead of the model.");

    // Bytes from 0x80 count as text, so that web pages in any encoding are recognized.
    private static bool IsText(ReadOnlySpan<byte> start) => start.IndexOfAnyInRange((byte)0, (byte)8) < 0 && start.IndexOfAnyInRange((byte)14, (byte)31) < 0;

    private static string FirstLine(ReadOnlySpan<byte> start)
    {
        var text = Encoding.UTF8.GetString(start).Trim('\uFEFF', ' ', '\t', '\r', '\n', '\uFFFD');
        return text.Split('\r', '\n')[0];
    }
}
