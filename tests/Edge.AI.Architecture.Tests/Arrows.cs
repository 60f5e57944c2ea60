namespace Edge.AI.Architecture.Tests;

/// <summary>The allowed dependencies, as <c>arrows.txt</c> lists them: a line for each project, and an indented line for each of its folders.</summary>
internal sealed class Arrows
{
    private readonly Dictionary<string, string[]> _projects = [];
    private readonly Dictionary<string, Dictionary<string, string[]>> _folders = [];

    private Arrows()
    {
    }

    public IEnumerable<string> Projects => _projects.Keys;

    /// <summary>The projects that a project may use.</summary>
    public IReadOnlyList<string> Of(string project) => _projects[project];

    /// <summary>The folders of a project, and the folders of the same project that each may use.</summary>
    public IReadOnlyDictionary<string, string[]> FoldersOf(string project) => _folders[project];

    /// <summary>Whether the arrows lead from one folder to another, directly or through others.</summary>
    public bool Reaches(string project, string from, string to) => _folders[project].GetValueOrDefault(from, []).Any(next => next == to || Reaches(project, next, to));

    public static Arrows Read() => Parse(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "arrows.txt")));

    public static Arrows Parse(IEnumerable<string> lines)
    {
        var arrows = new Arrows();
        var project = "";
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            var parts = line.Split("->", StringSplitOptions.TrimEntries);
            var targets = parts[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (line[0] == ' ')
            {
                arrows._folders[project].Add(parts[0], targets);
                continue;
            }

            project = parts[0];
            arrows._projects.Add(project, targets);
            arrows._folders.Add(project, []);
        }

        return arrows;
    }

    /// <summary>The picture of the projects and of the folders in them, as a mermaid flowchart.</summary>
    public string ToMermaid()
    {
        var lines = new List<string> { "flowchart LR" };
        foreach (var (project, folders) in _folders.Where(pair => pair.Value.Count > 0))
        {
            lines.Add($"  subgraph {project}");
            lines.AddRange(folders.SelectMany(pair => pair.Value.Length == 0
                ? [$"    {NodeOf(project, pair.Key)}"]
                : pair.Value.Select(target => $"    {NodeOf(project, pair.Key)} --> {NodeOf(project, target)}")));
            lines.Add("  end");
        }

        lines.AddRange(_projects.SelectMany(pair => pair.Value.Select(target => $"  {pair.Key} --> {target}")));
        return string.Join('\n', lines);
    }

    /// <summary>A cycle among the arrows; null if there is none.</summary>
    public static IReadOnlyList<string>? FindCircle(IReadOnlyDictionary<string, string[]> arrows)
    {
        var finished = new HashSet<string>();
        var path = new List<string>();
        return arrows.Keys.Select(Visit).FirstOrDefault(circle => circle is not null);

        List<string>? Visit(string node)
        {
            if (path.IndexOf(node) is >= 0 and var start)
                return [.. path[start..], node];
            if (!finished.Add(node))
                return null;

            path.Add(node);
            var circle = arrows.GetValueOrDefault(node, []).Select(Visit).FirstOrDefault(found => found is not null);
            path.RemoveAt(path.Count - 1);
            return circle;
        }
    }

    private static string NodeOf(string project, string folder) => $"{project}.{folder}[{folder}]";
}
