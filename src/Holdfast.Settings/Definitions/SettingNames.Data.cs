namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each name means is its row in the table; a second wording here would drift from it.

public static partial class SettingNames
{
    public const string DatabaseUrl = "DATABASE_URL";
    public const string CatalogLeaseSeconds = "CATALOG_LEASE_SECONDS";
    public const string JournalRetention = "JOURNAL_RETENTION";
}
