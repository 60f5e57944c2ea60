using System.ComponentModel;
using Microsoft.SemanticKernel;

namespace Edge.AI.Samples.Agent;

/// <summary>What the model may do: read the clock, calculate, and search in a folder of notes.</summary>
internal sealed class Toolbox(string notes)
{
    [KernelFunction("get_current_time"), Description("Gets the current time")]
    public static string GetCurrentTime() => TimeOnly.FromDateTime(DateTime.Now).ToString("HH:mm", null);

    [KernelFunction("add"), Description("Adds two numbers")]
    public static long Add(int a, int b) => (long)a + b;

    [KernelFunction("search_notes"), Description("Searches the notes for a text")]
    public string SearchNotes(string query)
    {
        var found = Directory.EnumerateFiles(notes, "*.txt").SelectMany(File.ReadLines).Where(line => line.Contains(query, StringComparison.OrdinalIgnoreCase)).Take(3);
        return string.Join("; ", found.DefaultIfEmpty("nothing"));
    }
}
