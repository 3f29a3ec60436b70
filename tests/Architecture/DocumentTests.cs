using System.Text.RegularExpressions;

namespace Holdfast.Architecture;

public sealed partial class DocumentTests
{
    [Fact]
    public void The_architecture_document_names_every_project()
    {
        var text = File.ReadAllText(Path.Join(House.Root, "docs/architecture.md"));
        foreach (var project in House.Projects)
        {
            text.ShouldContain($"`{project}`");
        }
    }

    [Fact]
    public void Every_promise_names_tests_that_exist()
    {
        var tests = House.SourceFiles("tests").Concat(House.SourceFiles("src/Holdfast.Conformance")).Select(File.ReadAllText).ToList();
        var named = TestName().Matches(File.ReadAllText(Path.Join(House.Root, "docs/guarantees.md"))).Select(m => (Class: m.Groups[1].Value, Method: m.Groups[2].Value)).ToList();
        named.Count.ShouldBeGreaterThan(20);
        var lost = named.Where(n => !tests.Exists(t => t.Contains($"class {n.Class}", StringComparison.Ordinal) && t.Contains($" {n.Method}(", StringComparison.Ordinal)));
        lost.ShouldBeEmpty();
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var broken = new List<string>();
        foreach (var file in Directory.EnumerateFiles(House.Root, "*.md", SearchOption.AllDirectories).Where(f => !f.Contains("/node_modules/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)))
        {
            foreach (Match link in Link().Matches(File.ReadAllText(file)))
            {
                var target = Path.Join(Path.GetDirectoryName(file), link.Groups[1].Value);
                if (!File.Exists(target) && !Directory.Exists(target))
                {
                    broken.Add($"{House.Relative(file)}: {link.Groups[1].Value}");
                }
            }
        }

        broken.ShouldBeEmpty();
    }

    [GeneratedRegex(@"`(\w+Tests|\w+Conformance)\.(\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
