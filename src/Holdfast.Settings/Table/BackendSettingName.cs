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
        if (!name.StartsWith(SettingNames.BackendPrefix, StringComparison.Ordinal) || SettingsTable.IsFixed(name))
        {
            return null;
        }

        var rest = name[SettingNames.BackendPrefix.Length..];
        BackendSettingName? found = null;
        for (var end = rest.IndexOf('_', StringComparison.Ordinal); end > 0; end = rest.IndexOf('_', end + 1))
        {
            var parts = new BackendSettingName(rest[..end], rest[(end + 1)..]);
            if (SettingsTable.IsBackendField(parts.Field) && IsName(parts.Backend))
            {
                if (backends.Contains(parts.Backend))
                {
                    return parts;
                }

                found ??= parts;
            }
        }

        return found;
    }

    private static bool IsName(string text) =>
        char.IsAsciiLetterUpper(text[0]) && text[^1] != '_' && text.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character == '_');
}
