using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Edge.AI.Native.Loading;

/// <summary>The folders of LLamaSharp's layout whose CPU backend this processor can run, the fastest first.</summary>
internal static partial class ProcessorLevels
{
    /// <summary>What a backend was compiled with, beside its name: <c>avx</c> contains FMA and F16C, which .NET does not ask for; every processor with FMA has it.</summary>
    private static readonly (string Folder, string[] Features)[] s_levels =
    [
        ("avx512", ["avx", "fma", "avx2", "bmi2", "avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd"]),
        ("avx2", ["avx", "fma", "avx2", "bmi2"]),
        ("avx", ["avx", "fma"]),
        ("noavx", []),
    ];

    /// <summary>The folders, in order. On other processors than x64 there are none, but macOS's emulation of x64 has one.</summary>
    public static IReadOnlyList<string> Usable { get; } = Find(RuntimeFeature.IsDynamicCodeSupported ? FeaturesOfJit() : FeaturesOfSystem());

    internal static IReadOnlyList<string> Find(IReadOnlySet<string> features)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return [];
        if (OperatingSystem.IsMacOS())
            return features.Contains("avx") ? [] : ["rosetta2"];

        return [.. s_levels.Where(level => level.Features.All(features.Contains)).Select(level => level.Folder)];
    }

    /// <summary>What the JIT compiler found, which also asked the system whether it saves the registers.</summary>
    internal static HashSet<string> FeaturesOfJit()
    {
        (string Name, bool IsSupported)[] features =
        [
            ("avx", Avx.IsSupported), ("fma", Fma.IsSupported), ("avx2", Avx2.IsSupported), ("bmi2", Bmi2.IsSupported),
            ("avx512f", Avx512F.IsSupported), ("avx512dq", Avx512DQ.IsSupported), ("avx512bw", Avx512BW.IsSupported),
            ("avx512vl", Avx512F.VL.IsSupported), ("avx512cd", Avx512CD.IsSupported),
        ];
        return [.. features.Where(feature => feature.IsSupported).Select(feature => feature.Name)];
    }

    /// <summary>
    /// What the system says. A program that was compiled ahead of time answers <c>IsSupported</c> for the oldest processor that it was compiled for, so it would see no AVX.
    /// </summary>
    internal static HashSet<string> FeaturesOfSystem()
    {
        if (!X86Base.IsSupported)
            return [];
        if (OperatingSystem.IsLinux())
        {
            // The kernel lists only what it enabled.
            var flags = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)) ?? "";
            return [.. flags.Split(' ')];
        }

        const uint Avx = 39, Avx2 = 40, Avx512 = 41; // PF_AVX_INSTRUCTIONS_AVAILABLE, PF_AVX2_INSTRUCTIONS_AVAILABLE, PF_AVX512F_INSTRUCTIONS_AVAILABLE
        var (basic, extended) = (X86Base.CpuId(1, 0).Ecx, X86Base.CpuId(7, 0).Ebx);
        (string Name, bool IsSupported)[] features =
        [
            ("avx", IsEnabled(Avx)), ("fma", IsEnabled(Avx) && Bit(basic, 12)), ("avx2", IsEnabled(Avx2)), ("bmi2", Bit(extended, 8)),
            ("avx512f", IsEnabled(Avx512)), ("avx512dq", Bit(extended, 17)), ("avx512bw", Bit(extended, 30)), ("avx512vl", Bit(extended, 31)), ("avx512cd", Bit(extended, 28)),
        ];
        return [.. features.Where(feature => feature.IsSupported).Select(feature => feature.Name)];

        static bool Bit(int register, int bit) => (register >>> bit & 1) != 0;
        static bool IsEnabled(uint feature) => OperatingSystem.IsWindows() && IsProcessorFeaturePresent(feature);
    }

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool IsProcessorFeaturePresent(uint feature);
}
