namespace Holdfast.Settings.Table;

/// <summary>The Azure Blob Storage backend.</summary>
internal static class AzureSettings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(SettingNames.AzureStorageConnectionString, SettingType.Text, null,
            "The connection string of the storage account.") with
        { IsSecret = true },
        Row(SettingNames.AzureStorageAccount, SettingType.Text, null,
            "The storage account, reached with the identity of the machine or of the signed-in person instead of a connection string.") with
        { Example = "mystorageaccount" },
        Row(SettingNames.AzureStorageContainer, SettingType.Text, null,
            "The container that holds the objects. Naming it turns the Azure backend on.") with
        { WhenUnset = "no Azure backend", Example = "my-container" },
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.Azure, Default = byDefault, Description = description };
}
