namespace Holdfast.Settings;

/// <summary>The names of all settings, so that none is typed twice. What each means stands in <see cref="SettingsTable"/>.</summary>
public static partial class SettingNames
{
    /// <summary>What the names of further backends' settings begin with.</summary>
    public const string BackendPrefix = "BACKEND_";

    /// <summary>What follows a secret's name where a file holds its value.</summary>
    public const string FileSuffix = "_FILE";

    /// <summary>The name of a further backend's setting.</summary>
    /// <param name="backend">The backend's name, in any case: <c>archive</c>.</param>
    /// <param name="field">One of <see cref="BackendFields"/>.</param>
    /// <returns>For example <c>BACKEND_ARCHIVE_BUCKET_NAME</c>.</returns>
    public static string Backend(string backend, string field)
    {
        ArgumentException.ThrowIfNullOrEmpty(backend);
        ArgumentException.ThrowIfNullOrEmpty(field);
        return $"{BackendPrefix}{backend.ToUpperInvariant()}_{field}";
    }
}
