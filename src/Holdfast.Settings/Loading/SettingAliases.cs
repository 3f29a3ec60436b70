namespace Holdfast.Settings;

/// <summary>
/// The other names that count. A machine's AWS variables are there for every program, so that what a file says in the
/// same words ranks above them.
/// </summary>
internal static class SettingAliases
{
    private const string Aws = "AWS";
    private const string AwsCredentials = "AWS credentials";

    public static IReadOnlyList<SettingAlias> All { get; } =
    [
        new("AWS_ACCESS_KEY_ID", SettingNames.S3AccessKeyId, Aws, AwsCredentials, ShellRanksLast: true),
        new("AWS_SECRET_ACCESS_KEY", SettingNames.S3SecretAccessKey, Aws, AwsCredentials, ShellRanksLast: true),
        new("AWS_SESSION_TOKEN", SettingNames.S3SessionToken, Aws, AwsCredentials, ShellRanksLast: true),
        new("AWS_ENDPOINT_URL_S3", SettingNames.S3EndpointUrl, Aws, ShellRanksLast: true),
        new("AWS_ENDPOINT_URL", SettingNames.S3EndpointUrl, Aws, ShellRanksLast: true),
        new("AWS_REGION", SettingNames.S3Region, Aws, ShellRanksLast: true),
        new("AWS_DEFAULT_REGION", SettingNames.S3Region, Aws, ShellRanksLast: true),
        new("MINDSDB_CONFIG_PATH", SettingNames.MindsDbConfig, "MindsDB"),
    ];

    public static SettingAlias? Find(string name) => All.FirstOrDefault(alias => alias.Name == name);
}
