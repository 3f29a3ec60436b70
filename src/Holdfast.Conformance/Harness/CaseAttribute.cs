using Xunit.v3;

namespace Holdfast.Conformance;

/// <summary>Says which case of the catalog a test proves (<see cref="CaseCatalog"/>); one test may prove several.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CaseAttribute(params string[] ids) : Attribute, ITraitAttribute
{
    /// <summary>The name of the trait.</summary>
    public const string Trait = "Case";

    /// <summary>The ids, such as <c>W05</c>.</summary>
    public IReadOnlyList<string> Ids { get; } = ids;

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [.. Ids.Select(id => KeyValuePair.Create(Trait, id))];
}
