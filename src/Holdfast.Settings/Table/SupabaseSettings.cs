namespace Holdfast.Settings.Table;

/// <summary>The Supabase Storage backend.</summary>
internal static class SupabaseSettings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(SettingNames.SupabaseUrl, SettingType.Url, null,
            "The address of the Supabase project.") with
        { WhenUnset = "no Supabase backend", Example = "https://abcdefghijkl.supabase.co" },
        Row(SettingNames.SupabaseKey, SettingType.Text, null,
            "The key of the project: the service role, or a key that the bucket's policies let read and write.") with
        { IsSecret = true },
        Row(SettingNames.SupabaseBucketName, SettingType.Text, null,
            "The bucket that holds the objects.") with
        { Example = "my-bucket" },
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.Supabase, Default = byDefault, Description = description };
}
