using System.Diagnostics;
using System.Runtime.InteropServices;
using Edge.AI.Common;
using Edge.AI.Native.Loading;

namespace Edge.AI.Native;

/// <summary>What the loaded runtime computes with.</summary>
internal static class RuntimeDevices
{
    /// <summary>Lists the devices of all backends: processors and GPUs.</summary>
    public static unsafe IReadOnlyList<RuntimeDevice> List()
    {
        var devices = new List<RuntimeDevice>();
        for (nuint index = 0; index < LlamaApi.BackendDeviceCount(); index++)
        {
            var device = LlamaApi.BackendDevice(index);
            nuint free = 0, total = 0;
            LlamaApi.BackendDeviceMemory(device, &free, &total);
            devices.Add(new() { Name = Text(LlamaApi.BackendDeviceName(device)), Description = Text(LlamaApi.BackendDeviceDescription(device)), MemoryBytes = (long)total, FreeMemoryBytes = (long)free });
        }

        return devices;
    }

    /// <summary>The file of the CPU backend that ggml chose for this processor; null if the system does not tell.</summary>
    public static string? ProcessorBackend()
    {
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>()
            .Select(module => module.FileName)
            .FirstOrDefault(file => LibraryNames.LibraryOf(file).StartsWith("ggml-cpu", StringComparison.Ordinal));
    }

    private static unsafe string Text(byte* text) => ForeignText.Show((Marshal.PtrToStringUTF8((nint)text) ?? "").Trim());
}
