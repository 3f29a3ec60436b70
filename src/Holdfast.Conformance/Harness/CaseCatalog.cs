using System.Reflection;

namespace Holdfast.Conformance;

/// <summary>Every case that there is, which tests prove it, and why some are proved elsewhere.</summary>
public static partial class CaseCatalog
{
    /// <summary>A test of the suite and the cases it proves.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Area">The class it is in.</param>
    /// <param name="Ids">The ids of its cases.</param>
    public sealed record CaseTest(string Name, Type Area, IReadOnlyList<string> Ids);

    /// <summary>All tests of the suite.</summary>
    public static IReadOnlyList<CaseTest> Tests { get; } = [.. Areas().SelectMany(area => area.GetMethods()
        .Where(method => method.GetCustomAttribute<CaseAttribute>() is not null)
        .Select(method => new CaseTest(method.Name, area, method.GetCustomAttribute<CaseAttribute>()!.Ids)))];

    /// <summary>The areas of the suite; a backend derives from each.</summary>
    public static IEnumerable<Type> Areas() =>
        typeof(ConformanceArea).Assembly.GetTypes().Where(type => type.IsAbstract && type.BaseType == typeof(ConformanceArea));
}
