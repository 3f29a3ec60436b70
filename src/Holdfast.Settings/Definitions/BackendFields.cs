namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each field means is its row in the table; a second wording here would drift from it.

/// <summary>The last parts of the names of a further backend's settings, as in <c>BACKEND_ARCHIVE_BUCKET_NAME</c>.</summary>
public static class BackendFields
{
    public const string Type = "TYPE";
    public const string Dir = "DIR";
    public const string EndpointUrl = "ENDPOINT_URL";
    public const string BucketName = "BUCKET_NAME";
    public const string AccessKeyId = "ACCESS_KEY_ID";
    public const string SecretAccessKey = "SECRET_ACCESS_KEY";
    public const string SessionToken = "SESSION_TOKEN";
    public const string Region = "REGION";
    public const string UseSsl = "USE_SSL";
    public const string AddressingStyle = "ADDRESSING_STYLE";
    public const string Provider = "PROVIDER";
    public const string StorageClass = "STORAGE_CLASS";
    public const string Sse = "SSE";
    public const string KmsKeyId = "KMS_KEY_ID";
    public const string Accelerate = "ACCELERATE";
    public const string PublicEndpointUrl = "PUBLIC_ENDPOINT_URL";
    public const string CreateBucket = "CREATE_BUCKET";
    public const string Profile = "PROFILE";
    public const string ConnectionString = "CONNECTION_STRING";
    public const string Account = "ACCOUNT";
    public const string Container = "CONTAINER";
    public const string Url = "URL";
    public const string Key = "KEY";
}
