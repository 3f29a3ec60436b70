namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each name means is its row in the table; a second wording here would drift from it.

public static partial class SettingNames
{
    public const string HoldfastUrl = "HOLDFAST_URL";
    public const string HoldfastToken = "HOLDFAST_TOKEN";
}
