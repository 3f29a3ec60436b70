namespace Holdfast.Settings.Table;

/// <summary>Images and thumbnails.</summary>
internal static class ImagesSettings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(SettingNames.MaxImageSizeMb, SettingType.SizeMb, "25",
            "The largest image that is accepted.") with
        { Min = 1, Max = 4096 },
        Row(SettingNames.SupportedImageTypes, SettingType.List, "jpg,jpeg,png,gif,bmp,tiff,webp,svg",
            "The image types that are accepted; the content decides, not the name.") with
        { ItemType = SettingType.Name, Allowed = ["jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "svg", "avif"] },
        Row(SettingNames.ImageStoragePath, SettingType.Path, "<STORAGE_DIR>/images",
            "Where images lie. Inside STORAGE_DIR it is a key prefix; outside of it, the folder of a second local backend named images.") with
        { NeedsRestart = true },
        Row(SettingNames.EnableImageProcessing, SettingType.Boolean, "true",
            "Whether thumbnails and renditions are made."),
        Row(SettingNames.ImageThumbnailSize, SettingType.Integer, "300",
            "The longest edge of a thumbnail in pixels.") with
        { Min = 16, Max = 4096 },
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.Images, Default = byDefault, Description = description };
}
