namespace Holdfast.Settings.Table;

/// <summary>The parts of <c>BACKEND_NAME_FIELD</c>.</summary>
internal sealed record BackendSettingName(string Backend, string Field)
{
    /// <summary>
    /// Parts a name. <c>BACKEND_MY_PUBLIC_ENDPOINT_URL</c> could be two things: a backend that is known decides,
    /// else the longest field does.
    /// </summary>
    public static BackendSettingName? Parse(string name, IReadOnlyCollection<string> backends)
    {
        var all = All(name);
        return all.FirstOrDefault(parts => backends.Contains(parts.Backend)) ?? (all.Count > 0 ? all[0] : null);
    }

    /// <summary>Every way to part a name, the longest field first.</summary>
    public static IReadOnlyList<BackendSettingName> All(string name)
    {
        var all = new List<BackendSettingName>();
        if (!name.StartsWith(SettingNames.BackendPrefix, StringComparison.Ordinal) || SettingsTable.IsFixed(name))
        {
            return all;
        }

        var rest = name[SettingNames.BackendPrefix.Length..];
        for (var end = rest.IndexOf('_', StringComparison.Ordinal); end > 0; end = rest.IndexOf('_', end + 1))
        {
            var parts = new BackendSettingName(rest[..end], rest[(end + 1)..]);
            if (SettingsTable.IsBackendField(parts.Field) && IsName(parts.Backend))
            {
                all.Add(parts);
            }
        }

        return all;
    }

    private static bool IsName(string text) =>
        char.IsAsciiLetterUpper(text[0]) && text[^1] != '_' && text.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character == '_');
}
