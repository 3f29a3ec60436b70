using System.Reflection;
using Holdfast.Conformance;

namespace Holdfast.Tests.Conformance;

public sealed class CatalogTests
{
    [Fact]
    public void Every_case_is_proved_by_a_test_or_listed_with_a_reason() => CaseCatalog.Gaps().ShouldBeEmpty();

    [Fact]
    public void Every_test_of_the_suite_names_its_cases()
    {
        var nameless = CaseCatalog.Areas().SelectMany(area => area.GetMethods())
            .Where(method => method.GetCustomAttributes().Any(a => a is FactAttribute) && method.GetCustomAttribute<CaseAttribute>() is null);

        nameless.Select(m => m.Name).ShouldBeEmpty();
        CaseCatalog.Tests.Count.ShouldBeGreaterThan(80);
    }

    [Fact]
    public void The_suite_has_ten_areas_and_memory_runs_them_all()
    {
        CaseCatalog.Areas().Count().ShouldBe(10);
        foreach (var suite in typeof(CatalogTests).Assembly.GetTypes().Where(t => t.Name.EndsWith("Suite", StringComparison.Ordinal) && t is { IsAbstract: true, IsSealed: true }))
        {
            suite.GetNestedTypes().Select(t => t.BaseType).ShouldBe(CaseCatalog.Areas(), ignoreOrder: true, suite.Name);
        }
    }

    [Fact]
    public void An_exception_that_names_nothing_or_gives_no_reason_is_pointless()
    {
        var manifest = new ConformanceManifest
        {
            Exceptions = new Dictionary<string, string> { ["Z99"] = "no such case", ["W05"] = " ", ["W05:No_such_test"] = "no such test", ["W05:Overwriting_leaves_no_tail"] = "known" },
        };

        manifest.Pointless().ShouldBe(["Z99", "W05", "W05:No_such_test"], ignoreOrder: true);
        manifest.Reason(["W05"], "Overwriting_leaves_no_tail").ShouldBe("known");
        manifest.Reason(["W06"], "Other").ShouldBeNull();
    }
}
