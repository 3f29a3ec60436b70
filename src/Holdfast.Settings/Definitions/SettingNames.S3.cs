namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each name means is its row in the table; a second wording here would drift from it.

public static partial class SettingNames
{
    public const string S3EndpointUrl = "S3_ENDPOINT_URL";
    public const string S3BucketName = "S3_BUCKET_NAME";
    public const string S3AccessKeyId = "S3_ACCESS_KEY_ID";
    public const string S3SecretAccessKey = "S3_SECRET_ACCESS_KEY";
    public const string S3SessionToken = "S3_SESSION_TOKEN";
    public const string S3Region = "S3_REGION";
    public const string S3UseSsl = "S3_USE_SSL";
    public const string S3AddressingStyle = "S3_ADDRESSING_STYLE";
    public const string S3Provider = "S3_PROVIDER";
    public const string S3StorageClass = "S3_STORAGE_CLASS";
    public const string S3Sse = "S3_SSE";
    public const string S3KmsKeyId = "S3_KMS_KEY_ID";
    public const string S3Accelerate = "S3_ACCELERATE";
    public const string S3PublicEndpointUrl = "S3_PUBLIC_ENDPOINT_URL";
    public const string S3CreateBucket = "S3_CREATE_BUCKET";
    public const string AwsProfile = "AWS_PROFILE";
    public const string AwsSharedCredentialsFile = "AWS_SHARED_CREDENTIALS_FILE";
    public const string AwsConfigFile = "AWS_CONFIG_FILE";
}
