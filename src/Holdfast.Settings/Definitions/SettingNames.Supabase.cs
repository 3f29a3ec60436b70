namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each name means is its row in the table; a second wording here would drift from it.

public static partial class SettingNames
{
    public const string SupabaseUrl = "SUPABASE_URL";
    public const string SupabaseKey = "SUPABASE_KEY";
    public const string SupabaseBucketName = "SUPABASE_BUCKET_NAME";
}
