namespace Holdfast.Settings.Table;

/// <summary>Links, presigning and content delivery.</summary>
internal static class LinksSettings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(SettingNames.PublicUrl, SettingType.Url, null,
            "The address under which people reach this server; links are made with it.") with
        { WhenUnset = "taken from the request", Example = "https://files.example.com" },
        Row(SettingNames.CdnBaseUrl, SettingType.Url, null,
            "The address of a content delivery network in front of the objects; read links are made with it.") with
        { Example = "https://cdn.example.com" },
        Row(SettingNames.CloudFrontDomain, SettingType.Text, null,
            "The domain of a CloudFront distribution; read links are made with it.") with
        { Example = "d111111abcdef8.cloudfront.net" },
        Row(SettingNames.CloudFrontKeyPairId, SettingType.Text, null,
            "The id of the key that signs CloudFront links.") with
        { Example = "K2JCJMDEHXQW5F" },
        Row(SettingNames.CloudFrontPrivateKey, SettingType.Text, null,
            "The private key (PEM) that signs CloudFront links; from a file with CLOUDFRONT_PRIVATE_KEY_FILE.") with
        { IsSecret = true },
        Row(SettingNames.PresignExpiresSeconds, SettingType.Duration, "3600",
            "How long a presigned link works where the request does not say it.") with
        { Min = 1000, Max = 604_800_000 },
        Row(SettingNames.ProxyDownloads, SettingType.Boolean, "false",
            "Stream downloads through this server always, instead of redirecting to a presigned or CDN address."),
        Row(SettingNames.SecretKey, SettingType.Text, null,
            "The key that signs links and tokens. All servers of a deployment need the same.") with
        { IsSecret = true, Min = 16, WhenUnset = "made at the first start and kept below .holdfast/ in STORAGE_DIR", NeedsRestart = true },
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.Links, Default = byDefault, Description = description };
}
