namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each name means is its row in the table; a second wording here would drift from it.

public static partial class SettingNames
{
    public const string AzureStorageConnectionString = "AZURE_STORAGE_CONNECTION_STRING";
    public const string AzureStorageAccount = "AZURE_STORAGE_ACCOUNT";
    public const string AzureStorageContainer = "AZURE_STORAGE_CONTAINER";
}
