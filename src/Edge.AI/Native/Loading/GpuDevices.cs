using System.Globalization;
using System.Runtime.InteropServices;

namespace Edge.AI.Native.Loading;

/// <summary>
/// Finds out whether a GPU backend of LLamaSharp can run, from the driver alone: once a backend is loaded it cannot be unloaded, and no other runtime can be loaded any more.
/// </summary>
internal static unsafe class GpuDevices
{
    /// <summary>The folders of GPU backends in LLamaSharp's layout, in the order in which they are tried.</summary>
    public static IReadOnlyList<string> Backends { get; } = ["cuda13", "cuda12", "vulkan"];

    /// <summary>Whether there is a device, and the libraries of the vendor that the backend needs.</summary>
    /// <param name="folder">The folder of the backend; it may contain the vendor's libraries.</param>
    public static bool Exist(string folder) => Path.GetFileName(folder) is "vulkan"
        ? HasVulkan()
        : HasCuda(folder, int.Parse(Path.GetFileName(folder)["cuda".Length..], CultureInfo.InvariantCulture));

    private static bool HasCuda(string folder, int major)
    {
        int version, count;
        return NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver)
            && NativeLibrary.TryGetExport(driver, "cuInit", out var init) && ((delegate* unmanaged<uint, int>)init)(0) == 0
            && NativeLibrary.TryGetExport(driver, "cuDriverGetVersion", out var getVersion) && ((delegate* unmanaged<int*, int>)getVersion)(&version) == 0 && version / 1000 >= major
            && NativeLibrary.TryGetExport(driver, "cuDeviceGetCount", out var getCount) && ((delegate* unmanaged<int*, int>)getCount)(&count) == 0 && count > 0
            && HasLibrary(folder, OperatingSystem.IsWindows() ? $"cudart64_{major}.dll" : $"libcudart.so.{major}")
            && HasLibrary(folder, OperatingSystem.IsWindows() ? $"cublas64_{major}.dll" : $"libcublas.so.{major}");
    }

    private static bool HasLibrary(string folder, string name) => File.Exists(Path.Combine(folder, name)) || NativeLibrary.TryLoad(name, out _);

    private static bool HasVulkan()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "vulkan-1.dll" : OperatingSystem.IsMacOS() ? "libvulkan.1.dylib" : "libvulkan.so.1", out var loader)
            || !NativeLibrary.TryGetExport(loader, "vkCreateInstance", out var create)
            || !NativeLibrary.TryGetExport(loader, "vkEnumeratePhysicalDevices", out var enumerate)
            || !NativeLibrary.TryGetExport(loader, "vkGetPhysicalDeviceProperties", out var getProperties)
            || !NativeLibrary.TryGetExport(loader, "vkDestroyInstance", out var destroy))
        {
            return false;
        }

        VulkanInstanceCreateInfo info = new() { Type = 1 }; // VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO
        nint instance;
        if (((delegate* unmanaged<VulkanInstanceCreateInfo*, void*, nint*, int>)create)(&info, null, &instance) != 0)
            return false;

        try
        {
            uint count = 16;
            var devices = stackalloc nint[(int)count];
            if (((delegate* unmanaged<nint, uint*, nint*, int>)enumerate)(instance, &count, devices) < 0)
                return false;

            // ggml computes on the processor itself, and leaves out devices that are only emulated there.
            const uint Processor = 4; // VK_PHYSICAL_DEVICE_TYPE_CPU
            const int TypeAt = 4; // after apiVersion, driverVersion, vendorID and deviceID
            var properties = stackalloc uint[1024]; // VkPhysicalDeviceProperties has 824 bytes
            for (var index = 0; index < count; index++)
            {
                ((delegate* unmanaged<nint, uint*, void>)getProperties)(devices[index], properties);
                if (properties[TypeAt] != Processor)
                    return true;
            }

            return false;
        }
        finally
        {
            ((delegate* unmanaged<nint, void*, void>)destroy)(instance, null);
        }
    }

    /// <summary><c>VkInstanceCreateInfo</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct VulkanInstanceCreateInfo
    {
        public int Type;
        public nint Next;
        public int Flags;
        public nint ApplicationInfo;
        public uint LayerCount;
        public nint Layers;
        public uint ExtensionCount;
        public nint Extensions;
    }
}
