using System.Text.RegularExpressions;

namespace Holdfast.Settings.Values;

/// <summary>Recognises what examples leave to be filled in.</summary>
internal static partial class Placeholders
{
    public static bool IsPlaceholder(SettingDefinition definition, string value)
    {
        var text = value.Trim();
        return Whole().IsMatch(text)
            || YourWord().IsMatch(text)
            || (!definition.IsSecret && Alternatives().IsMatch(text))
            || (IsAddress(definition) && YourHost().IsMatch(text))
            || (definition.IsSecret && (CutOff().IsMatch(text) || YourPart().IsMatch(text)));
    }

    private static bool IsAddress(SettingDefinition definition) =>
        definition.Type is SettingType.Url || definition.ItemType is SettingType.Origin;

    // <bucket>, ${BUCKET}, [your key], changeme, replace-me, xxxx, ...
    [GeneratedRegex(@"\A(?:<[^<>]*>|\$\{[^{}]*\}|\{\{[^{}]*\}\}|\[your[^\[\]]*\]|change[_ -]?(?:me|this)|replace[_ -]?(?:me|this)|fill[_ -]?me[_ -]?in|placeholder|to[_ -]?do|x{3,}|\.{3,})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    // your_bucket_name, your-access-key, YOUR KEY
    [GeneratedRegex(@"\Ayour[_ -]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex YourWord();

    // local|s3|s3_compatible
    [GeneratedRegex(@"\A[\w.:-]+(?:\s*\|\s*[\w.:-]+)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Alternatives();

    // https://your-project.supabase.co, https://minio.yourcompany.com
    [GeneratedRegex(@"(?:://|[.@])(?:your[_-][\w-]*|your(?:company|domain|project|site|app|org|server|host|name|bucket))[.:/]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex YourHost();

    // AKIA..., eyJ...
    [GeneratedRegex(@"\A[\w-]{1,12}(?:\.{3}|…)\z", RegexOptions.CultureInvariant)]
    private static partial Regex CutOff();

    // AccountName=your_account;AccountKey=...
    [GeneratedRegex(@"(?:Account(?:Name|Key)=(?:your[_ -]|<|\.{3}))|(?:://your[_-]|:your[_-]password@)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex YourPart();
}
