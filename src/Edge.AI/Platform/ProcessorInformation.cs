using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Edge.AI.Platform;

/// <summary>Reads the number of cores on macOS and Windows. If that fails, it is <see cref="Environment.ProcessorCount"/>.</summary>
internal static unsafe partial class ProcessorInformation
{
    private const int RelationProcessorCore = 0;

    // SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX of winnt.h: relationship and size, then PROCESSOR_RELATIONSHIP, whose group masks come last.
    private const int SizeOffset = 4;
    private const int GroupCountOffset = 30;
    private const int FirstMaskOffset = 32;
    private const int GroupAffinityBytes = 16;

    /// <summary>The performance cores, or all cores if they are alike. The other threads would wait for those on slow cores.</summary>
    [SupportedOSPlatform("macos")]
    public static int CountPerformanceCores() => SystemNumber("hw.perflevel0.physicalcpu") ?? SystemNumber("hw.physicalcpu") ?? Environment.ProcessorCount;

    /// <summary>The cores with at least one logical processor that the process may use.</summary>
    [SupportedOSPlatform("windows")]
    public static int CountWindowsCores()
    {
        uint length = 0;
        _ = GetLogicalProcessorInformation(RelationProcessorCore, null, ref length); // asks for the length
        var information = new byte[length];
        fixed (byte* start = information)
        {
            if (length == 0 || GetLogicalProcessorInformation(RelationProcessorCore, start, ref length) == 0)
                return Environment.ProcessorCount;
        }

        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return CountCores(information.AsSpan(0, (int)length), (ulong)process.ProcessorAffinity);
    }

    /// <summary>Counts entries of one core each.</summary>
    /// <param name="information">The data from Windows.</param>
    /// <param name="affinity">The processors that the process may use; 0 if it may use several groups of 64; then it may use all.</param>
    internal static int CountCores(ReadOnlySpan<byte> information, ulong affinity)
    {
        var cores = 0;
        while (information.Length >= FirstMaskOffset + GroupAffinityBytes)
        {
            var groups = BinaryPrimitives.ReadUInt16LittleEndian(information[GroupCountOffset..]);
            for (var group = 0; group < groups; group++)
            {
                var mask = BinaryPrimitives.ReadUInt64LittleEndian(information[(FirstMaskOffset + group * GroupAffinityBytes)..]);
                if (affinity == 0 || (mask & affinity) != 0)
                {
                    cores++;
                    break;
                }
            }

            information = information[(int)BinaryPrimitives.ReadUInt32LittleEndian(information[SizeOffset..])..];
        }

        return cores;
    }

    private static int? SystemNumber(string name)
    {
        var value = 0;
        nuint size = sizeof(int);
        return SystemControl(name, &value, ref size, newValue: null, newSize: 0) == 0 ? value : null;
    }

    [LibraryImport("libc", EntryPoint = "sysctlbyname", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SystemControl(string name, int* value, ref nuint size, void* newValue, nuint newSize);

    [LibraryImport("kernel32", EntryPoint = "GetLogicalProcessorInformationEx")]
    private static partial int GetLogicalProcessorInformation(int relationship, byte* buffer, ref uint length);
}
