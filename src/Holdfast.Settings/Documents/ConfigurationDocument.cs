using System.Text;
using Holdfast.Settings.Values;

namespace Holdfast.Settings;

/// <summary>Produces <c>docs/configuration.md</c> from the settings table.</summary>
public static class ConfigurationDocument
{
    /// <summary>Writes the document.</summary>
    /// <returns>Markdown whose lines end with a line feed.</returns>
    public static string Render()
    {
        var text = new StringBuilder();
        text.Append(Introduction.ReplaceLineEndings("\n"));
        foreach (var category in SettingsTable.All.GroupBy(definition => definition.Category))
        {
            text.Append("\n## ").Append(CategoryTitles.Of(category.Key)).Append("\n\n");
            Table(text, category, definition => definition.Name);
        }

        text.Append(FurtherBackends.ReplaceLineEndings("\n"));
        Table(text, SettingsTable.BackendFields, definition => $"BACKEND_<NAME>_{definition.Name}");
        text.Append(OtherNames.ReplaceLineEndings("\n"));
        foreach (var alias in SettingAliases.All)
        {
            text.Append("| `").Append(alias.Name).Append("` | `").Append(alias.Canonical).Append("` | ").Append(alias.Dialect).Append(" |\n");
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, IEnumerable<SettingDefinition> definitions, Func<SettingDefinition, string> nameOf)
    {
        text.Append("| name | default | allowed | what it does |\n|---|---|---|---|\n");
        foreach (var definition in definitions)
        {
            text.Append("| `").Append(nameOf(definition)).Append("` | ").Append(Default(definition))
                .Append(" | ").Append(Cell(AllowedValues.Describe(definition)))
                .Append(" | ").Append(Cell(definition.Description)).Append(Marks(definition)).Append(" |\n");
        }
    }

    private static string Default(SettingDefinition definition) =>
        definition.Default is not null ? $"`{Cell(definition.Default)}`"
        : definition.WhenUnset is not null ? $"unset: {Cell(definition.WhenUnset)}"
        : "unset";

    private static string Marks(SettingDefinition definition) =>
        (definition.IsSecret ? " *Secret.*" : "") + (definition.NeedsRestart ? " *Needs a restart.*" : "");

    private static string Cell(string value) => value.Replace("|", "\\|", StringComparison.Ordinal);

    private const string Introduction = """
        # Configuration

        This file is made from the settings table in the code; a test fails when it is stale.
        `.env.example` lists the same settings as a file to start from, and `holdfast config explain` shows what counts on a
        machine and where it comes from.

        ## Where settings come from

        The later wins:

        1. the default,
        2. `.env` in the working directory,
        3. `.env.<HOLDFAST_ENV>`, where `HOLDFAST_ENV` is set,
        4. `.env.local`,
        5. the environment of the process,
        6. the command line.

        With `--env-file FILE`, which may be given several times, these files are read instead of 2 to 4, and each must exist.

        An empty value is an unset one: it does not hide what an earlier source says. So is the placeholder of an example, such as
        `your_bucket_name`, `<key>`, `changeme` or `local|s3|s3_compatible`; it is reported.

        Any secret can come from a file: `S3_SECRET_ACCESS_KEY_FILE=/run/secrets/s3` takes the value from there, without
        the line end at its end. Setting both the name and its `_FILE` is an error.

        ## How settings files are written

        ```sh
        # A comment. Blank lines and lines like this one are skipped.
        export STORAGE_DIR=./storage       # "export" is allowed; a space and # begin a comment
        S3_SECRET_ACCESS_KEY=pa$$word#1    # nothing is expanded: the value is pa$$word#1
        ADMIN_PASSWORD='it is "literal" \n'  # in single quotes every character stands for itself
        CLOUDFRONT_PRIVATE_KEY="-----BEGIN PRIVATE KEY-----
        several lines are allowed in double quotes
        -----END PRIVATE KEY-----"
        ```

        In double quotes `\n`, `\r`, `\t`, `\"`, `\\` and `\$` are escapes; a backslash before anything else is a backslash.
        Files are UTF-8, with or without a byte order mark, with line ends of any kind. A line that cannot be read is an error that names
        the file and the line. A name that means nothing here is noted, with the nearest name that does.

        ## How values are written

        Where a value is one of several names, its case does not matter, and `-` and `_` are the same. Sizes are `10MB`, `512KB` or `5GB`, powers of 1024 with or without the `i`; where a name ends in
        `_MB`, a bare number counts MB of 1,048,576 bytes. Times are `500ms`, `30s`, `15m`, `12h`, `7d` or `2w`, also together
        (`1h30m`); a bare number counts seconds, or what the name says. Yes and no are `true` and `false`, `on` and `off`, `yes` and
        `no`, `1` and `0`. Items of a list are separated by commas. Relative paths start at the working directory.
        `<NAME>` in a default stands for the value of that setting.

        """;

    private const string FurtherBackends = """

        ## Further backends

        Any number of further backends, for migration, backup and replication: `BACKEND_ARCHIVE_TYPE=s3` makes the
        backend `archive`, and the other fields say where it is. `BACKUP_BACKEND`, `REPLICATE_TO` and the commands know it by that name.
        A name is made of letters, digits and `_`, written in upper case here; `local`, `s3`, `azure`, `supabase` and `images` are taken.


        """;

    private const string OtherNames = """

        ## Other names that count

        The setting's own name wins over these, and the other is noted as ignored. AWS's names in the environment of the process
        rank below the same names in files, and a key, its secret and its session token are taken from one place together.

        | name | means | convention |
        |---|---|---|

        """;
}
