namespace Holdfast.Settings.Table;

/// <summary>The S3 backend.</summary>
internal static class S3Settings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(SettingNames.S3EndpointUrl, SettingType.Url, null,
            "The address of the S3 service.") with
        { WhenUnset = "AWS S3 in S3_REGION", Example = "https://s3.eu-central-1.amazonaws.com" },
        Row(SettingNames.S3BucketName, SettingType.Text, null,
            "The bucket that holds the objects. Naming it turns the S3 backend on.") with
        { WhenUnset = "no S3 backend", Example = "my-bucket" },
        Row(SettingNames.S3AccessKeyId, SettingType.Text, null,
            "The access key.") with
        { IsSecret = true, WhenUnset = "the usual AWS sources: profile, shared credentials, role" },
        Row(SettingNames.S3SecretAccessKey, SettingType.Text, null,
            "The secret that belongs to S3_ACCESS_KEY_ID.") with
        { IsSecret = true, WhenUnset = "the usual AWS sources: profile, shared credentials, role" },
        Row(SettingNames.S3SessionToken, SettingType.Text, null,
            "The session token of temporary credentials.") with
        { IsSecret = true },
        Row(SettingNames.S3Region, SettingType.Text, "us-east-1",
            "The region of the bucket; it is part of every signature."),
        Row(SettingNames.S3UseSsl, SettingType.Boolean, "true",
            "Whether TLS is used where S3_ENDPOINT_URL does not say it by its scheme."),
        Row(SettingNames.S3AddressingStyle, SettingType.Name, "auto",
            "Whether the bucket is named in the path or in the host name; auto knows what each provider needs.") with
        { Allowed = ["auto", "path", "virtual"] },
        Row(SettingNames.S3Provider, SettingType.Text, "auto",
            "The provider profile that says which features and limits the service has; auto finds it by the endpoint."),
        Row(SettingNames.S3StorageClass, SettingType.Text, null,
            "The storage class of new objects.") with
        { WhenUnset = "the bucket's default", Example = "STANDARD_IA" },
        Row(SettingNames.S3Sse, SettingType.Name, null,
            "Server-side encryption that is asked for with every write.") with
        { Allowed = ["AES256", "aws:kms"], WhenUnset = "what the bucket does by itself" },
        Row(SettingNames.S3KmsKeyId, SettingType.Text, null,
            "The KMS key for S3_SSE=aws:kms.") with
        { WhenUnset = "the account's default key" },
        Row(SettingNames.S3Accelerate, SettingType.Boolean, "false",
            "Whether AWS transfer acceleration is used."),
        Row(SettingNames.S3PublicEndpointUrl, SettingType.Url, null,
            "The address under which browsers reach the service; presigned links are made for it.") with
        { WhenUnset = "S3_ENDPOINT_URL", Example = "https://files.example.com" },
        Row(SettingNames.S3CreateBucket, SettingType.Boolean, "false",
            "Whether the bucket is made at the start when it does not exist."),
        Row(SettingNames.AwsProfile, SettingType.Text, null,
            "The profile of the shared AWS files to take credentials from.") with
        { WhenUnset = "default" },
        Row(SettingNames.AwsSharedCredentialsFile, SettingType.Path, null,
            "The shared AWS credentials file.") with
        { WhenUnset = "~/.aws/credentials" },
        Row(SettingNames.AwsConfigFile, SettingType.Path, null,
            "The shared AWS configuration file.") with
        { WhenUnset = "~/.aws/config" },
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.S3, Default = byDefault, Description = description };
}
