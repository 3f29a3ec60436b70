namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each name means is its row in the table; a second wording here would drift from it.

public static partial class SettingNames
{
    public const string MindsDbUrl = "MINDSDB_URL";
    public const string MindsDbToken = "MINDSDB_TOKEN";
    public const string MindsDbConfig = "MINDSDB_CONFIG";
    public const string MindsDbUsername = "MINDSDB_USERNAME";
    public const string MindsDbPassword = "MINDSDB_PASSWORD";
    public const string ChatApiUrl = "CHAT_API_URL";
    public const string ChatApiKey = "CHAT_API_KEY";
    public const string ChatModel = "CHAT_MODEL";
}
