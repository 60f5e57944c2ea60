using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Edge.AI.Native.Loading;

/// <summary>
/// Checks a library before the system loads it: the loader crashes on a file that is cut off, and says only "not found" for another architecture. The formats are those of elf(5) and of
/// the PE specification. Files of other formats are not checked.
/// </summary>
internal static class LibraryFile
{
    private const int ElfHeader = 64;
    private const int ElfSegment = 56;

    /// <summary>Says what is wrong with a file; null if nothing was found.</summary>
    public static string? FindProblem(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> header = stackalloc byte[ElfHeader];
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            return $"'{path}' is cut off.";

        if (header.StartsWith("\u007fELF"u8))
            return FindProblemOfElf(path, file, header);
        if (header.StartsWith("MZ"u8))
            return FindProblemOfPe(path, file, header);
        return OperatingSystem.IsMacOS() ? null : $"'{path}' is not a library of this system.";
    }

    private static string? FindProblemOfElf(string path, FileStream file, ReadOnlySpan<byte> header)
    {
        var machine = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]) switch { 62 => Architecture.X64, 183 => Architecture.Arm64, 40 => Architecture.Arm, 3 => Architecture.X86, _ => (Architecture?)null };
        if (machine != RuntimeInformation.ProcessArchitecture)
            return OfAnotherMachine(path, machine);
        if (header[4] != 2) // ELFCLASS64
            return null;

        var (offset, size, count) = (BinaryPrimitives.ReadInt64LittleEndian(header[0x20..]), BinaryPrimitives.ReadUInt16LittleEndian(header[0x36..]), BinaryPrimitives.ReadUInt16LittleEndian(header[0x38..]));
        Span<byte> segment = stackalloc byte[ElfSegment];
        for (var index = 0; index < count; index++)
        {
            var at = offset + (index * (long)size);
            if (at < 0 || at > file.Length - ElfSegment)
                return $"'{path}' is cut off.";

            file.Position = at;
            file.ReadExactly(segment);
            var (start, length) = (BinaryPrimitives.ReadInt64LittleEndian(segment[8..]), BinaryPrimitives.ReadInt64LittleEndian(segment[32..]));
            if (start < 0 || length < 0 || start > file.Length - length)
                return $"'{path}' is cut off.";
        }

        return null;
    }

    private static string? FindProblemOfPe(string path, FileStream file, ReadOnlySpan<byte> header)
    {
        var at = BinaryPrimitives.ReadUInt32LittleEndian(header[0x3c..]);
        Span<byte> signature = stackalloc byte[6];
        file.Position = at;
        if (file.ReadAtLeast(signature, signature.Length, throwOnEndOfStream: false) < signature.Length)
            return $"'{path}' is cut off.";

        var machine = BinaryPrimitives.ReadUInt16LittleEndian(signature[4..]) switch { 0x8664 => Architecture.X64, 0xaa64 => Architecture.Arm64, 0x14c => Architecture.X86, _ => (Architecture?)null };
        return machine == RuntimeInformation.ProcessArchitecture ? null : OfAnotherMachine(path, machine);
    }

    private static string OfAnotherMachine(string path, Architecture? machine) =>
        $"'{path}' was built for {machine?.ToString() ?? "another processor"}, and this process runs on {RuntimeInformation.ProcessArchitecture}.";
}
