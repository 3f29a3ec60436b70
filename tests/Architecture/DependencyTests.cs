namespace Holdfast.Architecture;

/// <summary>Which way things flow (docs/architecture.md).</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Holdfast.Core"] = [],
        ["Holdfast.Local"] = ["Holdfast.Core"],
        ["Holdfast.Settings"] = ["Holdfast.Core"],
        ["Holdfast.Conformance"] = ["Holdfast.Core"],
        ["Holdfast.Engine"] = ["Holdfast.Core"],
        ["Holdfast.Platform"] = ["Holdfast.Engine", "Holdfast.Settings"],
        ["Holdfast.Server"] = ["Holdfast.Platform", "Holdfast.Local"],
        ["Holdfast.Cli"] = ["Holdfast.Server"],
    };

    [Fact]
    public void Every_project_has_its_place()
    {
        House.Projects.ShouldBe(Allowed.Keys, ignoreOrder: true);
        Projects_reference_only_what_lies_below_them();
    }

    [Fact]
    public void Projects_reference_only_what_lies_below_them()
    {
        foreach (var (project, allowed) in Allowed)
        {
            House.ReferencesOf(project).ShouldBeSubsetOf(allowed, $"{project} may reference only {string.Join(", ", allowed)}");
        }
    }

    [Fact]
    public void Services_sdks_stay_inside_their_own_backend()
    {
        foreach (var file in House.SourceFiles("src"))
        {
            var text = File.ReadAllText(file);
            foreach (var (sdk, home) in new[] { ("Amazon.", "Holdfast.S3"), ("Azure.", "Holdfast.Azure"), ("Microsoft.Data.Sqlite", "Holdfast.Engine") })
            {
                if (text.Contains($"using {sdk}", StringComparison.Ordinal))
                {
                    House.Relative(file).ShouldStartWith($"src/{home}/", customMessage: $"{sdk} is known to {home} alone");
                }
            }
        }
    }

    [Fact]
    public void Backends_know_nothing_of_engine_and_http()
    {
        foreach (var file in House.SourceFiles("src/Holdfast.Local").Concat(House.SourceFiles("src/Holdfast.Core")))
        {
            var text = File.ReadAllText(file);
            text.ShouldNotContain("using Holdfast.Engine", customMessage: House.Relative(file));
            text.ShouldNotContain("using Microsoft.AspNetCore", customMessage: House.Relative(file));
        }
    }

    [Fact]
    public void Only_the_engine_moves_bytes_between_backends()
    {
        // The verbs that write are called by the engine and by the backends themselves; nothing above the engine holds an IBackend to write to.
        foreach (var file in House.SourceFiles("src/Holdfast.Server").Concat(House.SourceFiles("src/Holdfast.Cli")).Concat(House.SourceFiles("src/Holdfast.Platform")))
        {
            var text = File.ReadAllText(file);
            text.ShouldNotContain("BeginWriteAsync", customMessage: House.Relative(file));
        }
    }
}
