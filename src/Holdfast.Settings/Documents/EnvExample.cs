using System.Text;
using Holdfast.Settings.Values;

namespace Holdfast.Settings;

/// <summary>Produces <c>.env.example</c> from the settings table.</summary>
public static class EnvExample
{
    /// <summary>Writes the file: every setting as a comment with its default and a line of help.</summary>
    /// <returns>A settings file that sets nothing, whose lines end with a line feed.</returns>
    public static string Render()
    {
        var text = new StringBuilder();
        text.Append("# Settings of Holdfast. Copy this file to .env and take the # away from what you want to change.\n");
        text.Append("# Every setting is described in docs/configuration.md; `holdfast config explain` shows what counts.\n");
        foreach (var category in SettingsTable.All.GroupBy(definition => definition.Category))
        {
            text.Append("\n# ---- ").Append(CategoryTitles.Of(category.Key)).Append(" ----\n");
            foreach (var definition in category)
            {
                text.Append("\n# ").Append(definition.Description).Append(Remarks(definition)).Append('\n');
                text.Append('#').Append(definition.Name).Append('=').Append(Value(definition)).Append('\n');
            }
        }

        text.Append("\n# ---- Further backends: BACKEND_<NAME>_TYPE and the fields of that type ----\n\n");
        text.Append("#BACKEND_ARCHIVE_TYPE=s3\n#BACKEND_ARCHIVE_BUCKET_NAME=\n#BACKEND_ARCHIVE_ENDPOINT_URL=\n");
        text.Append("#BACKEND_ARCHIVE_ACCESS_KEY_ID=\n#BACKEND_ARCHIVE_SECRET_ACCESS_KEY=\n");
        return text.ToString();
    }

    private static string Value(SettingDefinition definition) =>
        DefaultText.Resolve(definition.Default, name => SettingsTable.Find(name)?.Default ?? "") ?? "";

    private static string Remarks(SettingDefinition definition)
    {
        var remarks = new StringBuilder();
        if (definition.Type == SettingType.Name)
        {
            remarks.Append(" One of ").AppendJoin(", ", definition.Allowed).Append('.');
        }

        if (definition.WhenUnset is not null)
        {
            remarks.Append(" Unset: ").Append(definition.WhenUnset).Append('.');
        }

        if (definition.Example is not null)
        {
            remarks.Append(" Example: ").Append(definition.Example);
        }

        return remarks.ToString();
    }
}
