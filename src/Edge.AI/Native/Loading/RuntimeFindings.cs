namespace Edge.AI.Native.Loading;

/// <summary>Explains a search: what is in each folder, and why it is used or not.</summary>
internal static class RuntimeFindings
{
    /// <param name="search">The search.</param>
    /// <param name="used">The place whose runtime is used; null if none is.</param>
    public static IReadOnlyList<RuntimeLocation> Of(RuntimeSearch search, RuntimePlace? used) =>
    [
        .. search.Places.GroupBy(place => place.Folder, (_, places) => Of([.. places], search, used), StringComparer.Ordinal),
        .. search.BackendsWithoutDevice.Select(folder => new RuntimeLocation { Folder = folder, Name = $"LLamaSharp's backend {Path.GetFileName(folder)}", Finding = "this machine has no device for it" }),
    ];

    /// <summary>Several places can be in one folder: the natives of either package, for example.</summary>
    private static RuntimeLocation Of(IReadOnlyList<RuntimePlace> places, RuntimeSearch search, RuntimePlace? used) => used is not null && places.Contains(used)
        ? new() { Folder = used.Folder, Name = used.Name, IsUsed = true, Finding = "used" }
        : new() { Folder = places[0].Folder, Name = string.Join(" or ", places.Select(place => place.Name).Distinct(StringComparer.Ordinal)), Finding = string.Join("; ", places.Select(place => FindingOf(place, search)).Distinct(StringComparer.Ordinal)) };

    private static string FindingOf(RuntimePlace place, RuntimeSearch search)
    {
        if (!Directory.Exists(place.Folder))
            return "does not exist";
        if (place.FindMissing() is { Count: > 0 } missing && place.Find() is null)
            return $"incomplete: {string.Join(", ", missing)} is missing";
        if (place.Find() is not { } files)
            return "has no llama.cpp runtime";

        return files.InOrder.Select(LibraryFile.FindProblem).FirstOrDefault(problem => problem is not null)
            ?? (search.Mapped is null ? "not used: another place comes before it" : "not used");
    }
}
