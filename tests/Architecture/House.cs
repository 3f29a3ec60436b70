using System.Xml.Linq;

namespace Holdfast.Architecture;

/// <summary>The repository as these tests see it.</summary>
internal static class House
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Projects { get; } = [.. Directory.GetDirectories(Path.Join(Root, "src")).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> SourceFiles(string folder) => Directory.EnumerateFiles(Path.Join(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    public static IReadOnlySet<string> ReferencesOf(string project) => Elements(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r)).ToHashSet(StringComparer.Ordinal);

    public static IReadOnlySet<string> PackagesOf(string project) => Elements(project, "PackageReference").ToHashSet(StringComparer.Ordinal);

    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    private static IEnumerable<string> Elements(string project, string name)
    {
        var file = Path.Join(Root, "src", project, project + ".csproj");
        return File.Exists(file) ? XDocument.Load(file).Descendants(name).Select(e => e.Attribute("Include")!.Value) : [];
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "Holdfast.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("These tests run inside the repository.");
    }
}
