using System.Buffers.Binary;

namespace Edge.AI.Provisioning;

/// <summary>The one place that looks into a verified file: is it a GGUF file of a version that llama.cpp reads?</summary>
/// <remarks>https://github.com/ggml-org/ggml/blob/master/docs/gguf.md</remarks>
internal static class GgufCheck
{
    private const int PreambleLength = 24; // magic, version, number of tensors, number of metadata entries

    public static void Require(string path, string fileName)
    {
        Span<byte> preamble = stackalloc byte[PreambleLength];
        using var handle = File.OpenHandle(path);
        if (RandomAccess.Read(handle, preamble, fileOffset: 0) < PreambleLength)
            throw Invalid(fileName, "ends within its header");
        if (!preamble.StartsWith("GGUF"u8))
            throw Invalid(fileName, "does not begin with 'GGUF'");

        var version = BinaryPrimitives.ReadUInt32LittleEndian(preamble[4..]);
        if (version is not (2 or 3))
            throw Invalid(fileName, BinaryPrimitives.ReverseEndianness(version) is 2 or 3 ? "is a big-endian GGUF file" : $"is a GGUF file of version {version}; 2 and 3 can be read");
    }

    private static ModelValidationException Invalid(string fileName, string problem) =>
        new(fileName, problem + ".", "The manifest names a file that llama.cpp can't open: name a little-endian GGUF file of version 2 or 3.");
}
