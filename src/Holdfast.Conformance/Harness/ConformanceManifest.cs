namespace Holdfast.Conformance;

/// <summary>
/// The cases that a backend is known not to pass, each with the reason. The test of an excepted case is run all the same: when it fails it is
/// skipped with the reason, when it passes the exception is not needed and the run fails.
/// </summary>
public sealed record ConformanceManifest
{
    /// <summary>No exceptions.</summary>
    public static ConformanceManifest Empty { get; } = new();

    /// <summary>
    /// Reasons by <c>id</c> or <c>id:Name_of_the_test</c>. A bare id excepts every test that carries it, and then each of them must fail.
    /// </summary>
    public IReadOnlyDictionary<string, string> Exceptions { get; init; } = new Dictionary<string, string>();

    /// <summary>The reason why a test need not pass, or null.</summary>
    public string? Reason(IEnumerable<string> ids, string test)
    {
        ArgumentNullException.ThrowIfNull(ids);
        foreach (var id in ids)
        {
            if (Exceptions.TryGetValue($"{id}:{test}", out var reason) || Exceptions.TryGetValue(id, out reason))
            {
                return reason;
            }
        }

        return null;
    }

    /// <summary>The exceptions that name no case or no test that there is, or that give no reason.</summary>
    public IReadOnlyList<string> Pointless() =>
        [.. Exceptions.Where(e => string.IsNullOrWhiteSpace(e.Value) || !CaseCatalog.Tests.Any(test => test.Ids.Any(id => e.Key == id || e.Key == $"{id}:{test.Name}"))).Select(e => e.Key)];
}
