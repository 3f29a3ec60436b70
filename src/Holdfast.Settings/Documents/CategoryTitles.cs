namespace Holdfast.Settings;

/// <summary>The headings of the categories, the same in every document.</summary>
internal static class CategoryTitles
{
    public static string Of(SettingCategory category) => category switch
    {
        SettingCategory.S3 => "S3",
        SettingCategory.Azure => "Azure Blob Storage",
        SettingCategory.Supabase => "Supabase",
        SettingCategory.Data => "Catalog",
        SettingCategory.People => "People",
        SettingCategory.Chat => "MindsDB and chat",
        SettingCategory.CommandLine => "Command line",
        _ => category.ToString(),
    };
}
