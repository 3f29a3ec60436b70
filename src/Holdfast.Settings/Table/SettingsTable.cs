using System.Collections.Frozen;
using Holdfast.Settings.Table;

namespace Holdfast.Settings;

/// <summary>The one table of settings. Validation, forms, listings and documents are all produced from it.</summary>
public static class SettingsTable
{
    /// <summary>Every setting with a fixed name, by category, in the order in which documents show them.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        .. StorageSettings.Rows, .. S3Settings.Rows, .. AzureSettings.Rows, .. SupabaseSettings.Rows, .. BackendsSettings.Rows,
        .. LinksSettings.Rows, .. ImagesSettings.Rows, .. DataSettings.Rows, .. PeopleSettings.Rows, .. ChatSettings.Rows,
        .. OperationsSettings.Rows, .. ServerSettings.Rows, .. CommandLineSettings.Rows,
    ];

    /// <summary>The fields of a further backend; their names are the last parts of <c>BACKEND_NAME_FIELD</c>.</summary>
    public static IReadOnlyList<SettingDefinition> BackendFields => NamedBackendSettings.Rows;

    private static readonly FrozenDictionary<string, SettingDefinition> ByName =
        All.ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, SettingDefinition> ByField =
        NamedBackendSettings.Rows.ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>Finds the row of a name; for a further backend's setting a row with that very name.</summary>
    /// <param name="name">The name, in its own case.</param>
    /// <returns>The row, or null when no setting has that name.</returns>
    public static SettingDefinition? Find(string name) => Find(name, []);

    /// <summary>As <see cref="Find(string)"/>, but the names of backends that exist decide where a name could be parted in two ways.</summary>
    internal static SettingDefinition? Find(string name, IReadOnlyCollection<string> backends)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ByName.TryGetValue(name, out var row) ? row
            : BackendSettingName.Parse(name, backends) is { } parts ? ByField[parts.Field] with { Name = name }
            : null;
    }

    /// <summary>Whether a name is a field of further backends.</summary>
    internal static bool IsBackendField(string field) => ByField.ContainsKey(field);

    /// <summary>Whether the name is one of the table itself.</summary>
    internal static bool IsFixed(string name) => ByName.ContainsKey(name);
}
