namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each name means is its row in the table; a second wording here would drift from it.

public static partial class SettingNames
{
    public const string PublicUrl = "PUBLIC_URL";
    public const string CdnBaseUrl = "CDN_BASE_URL";
    public const string CloudFrontDomain = "CLOUDFRONT_DOMAIN";
    public const string CloudFrontKeyPairId = "CLOUDFRONT_KEY_PAIR_ID";
    public const string CloudFrontPrivateKey = "CLOUDFRONT_PRIVATE_KEY";
    public const string PresignExpiresSeconds = "PRESIGN_EXPIRES_SECONDS";
    public const string ProxyDownloads = "PROXY_DOWNLOADS";
    public const string SecretKey = "SECRET_KEY";
}
