using System.Text;

namespace Holdfast.Settings;

/// <summary>Writes an explanation as plain text.</summary>
internal static class ExplanationText
{
    public static string Write(ConfigExplanation explanation, bool onlyGiven)
    {
        var text = new StringBuilder();
        text.Append("files: ").Append(explanation.Files.Count == 0 ? "none" : string.Join(", ", explanation.Files)).Append('\n');
        foreach (var problem in explanation.Problems)
        {
            text.Append(problem.Severity switch
            {
                ProblemSeverity.Error => "error: ",
                ProblemSeverity.Warning => "warning: ",
                _ => "note: ",
            }).Append(problem.Message).Append('\n');
        }

        var rows = explanation.Rows.Where(row => !onlyGiven || row.State != SettingState.Default).ToList();
        var name = rows.Select(row => row.Name.Length).DefaultIfEmpty(0).Max();
        var value = rows.Select(row => Value(row).Length).DefaultIfEmpty(0).Max();
        foreach (var category in rows.GroupBy(row => row.Category))
        {
            text.Append('\n').Append(CategoryTitles.Of(category.Key)).Append('\n');
            foreach (var row in category)
            {
                text.Append("  ").Append(row.Name.PadRight(name)).Append("  ").Append(Value(row).PadRight(value)).Append("  ").Append(row.Origin);
                text.Append(row.State switch
                {
                    SettingState.Invalid => "  [invalid]",
                    SettingState.Placeholder => "  [placeholder]",
                    _ => "",
                }).Append(row.NeedsRestart ? "  [restart]" : "").Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Value(ExplanationRow row) => row.Value ?? "-";
}
