namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each name means is its row in the table; a second wording here would drift from it.

public static partial class SettingNames
{
    public const string MaxImageSizeMb = "MAX_IMAGE_SIZE_MB";
    public const string SupportedImageTypes = "SUPPORTED_IMAGE_TYPES";
    public const string ImageStoragePath = "IMAGE_STORAGE_PATH";
    public const string EnableImageProcessing = "ENABLE_IMAGE_PROCESSING";
    public const string ImageThumbnailSize = "IMAGE_THUMBNAIL_SIZE";
}
