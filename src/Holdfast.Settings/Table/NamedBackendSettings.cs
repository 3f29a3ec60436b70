namespace Holdfast.Settings.Table;

/// <summary>The fields of a further backend; a setting's name is BACKEND_, the backend's name, _ and the field.</summary>
internal static class NamedBackendSettings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(BackendFields.Type, SettingType.Name, null,
            "The kind of the backend.") with
        { Allowed = ["local", "s3", "azure", "supabase"] },
        Row(BackendFields.Dir, SettingType.Path, null,
            "local: the folder."),
        Row(BackendFields.EndpointUrl, SettingType.Url, null,
            "s3: the address of the service."),
        Row(BackendFields.BucketName, SettingType.Text, null,
            "s3, supabase: the bucket."),
        Row(BackendFields.AccessKeyId, SettingType.Text, null,
            "s3: the access key.") with
        { IsSecret = true },
        Row(BackendFields.SecretAccessKey, SettingType.Text, null,
            "s3: the secret of the access key.") with
        { IsSecret = true },
        Row(BackendFields.SessionToken, SettingType.Text, null,
            "s3: the session token of temporary credentials.") with
        { IsSecret = true },
        Row(BackendFields.Region, SettingType.Text, "us-east-1",
            "s3: the region."),
        Row(BackendFields.UseSsl, SettingType.Boolean, "true",
            "s3: whether TLS is used where the address does not say it."),
        Row(BackendFields.AddressingStyle, SettingType.Name, "auto",
            "s3: whether the bucket is named in the path or in the host name.") with
        { Allowed = ["auto", "path", "virtual"] },
        Row(BackendFields.Provider, SettingType.Text, "auto",
            "s3: the provider profile."),
        Row(BackendFields.StorageClass, SettingType.Text, null,
            "s3: the storage class of new objects."),
        Row(BackendFields.Sse, SettingType.Name, null,
            "s3: server-side encryption.") with
        { Allowed = ["AES256", "aws:kms"] },
        Row(BackendFields.KmsKeyId, SettingType.Text, null,
            "s3: the KMS key."),
        Row(BackendFields.Accelerate, SettingType.Boolean, "false",
            "s3: whether AWS transfer acceleration is used."),
        Row(BackendFields.PublicEndpointUrl, SettingType.Url, null,
            "s3: the address under which browsers reach the service."),
        Row(BackendFields.CreateBucket, SettingType.Boolean, "false",
            "s3: whether the bucket is made at the start when it does not exist."),
        Row(BackendFields.Profile, SettingType.Text, null,
            "s3: the profile of the shared AWS files."),
        Row(BackendFields.ConnectionString, SettingType.Text, null,
            "azure: the connection string of the storage account.") with
        { IsSecret = true },
        Row(BackendFields.Account, SettingType.Text, null,
            "azure: the storage account, without a connection string."),
        Row(BackendFields.Container, SettingType.Text, null,
            "azure: the container."),
        Row(BackendFields.Url, SettingType.Url, null,
            "supabase: the address of the project."),
        Row(BackendFields.Key, SettingType.Text, null,
            "supabase: the key of the project.") with
        { IsSecret = true },
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.Backends, Default = byDefault, Description = description };
}
