using System.Globalization;

namespace Holdfast.Settings.Values;

/// <summary>Says in words what a setting accepts; used in messages and documents alike, so that both agree.</summary>
internal static class AllowedValues
{
    public static string Describe(SettingDefinition definition) => Describe(definition, definition.Type);

    private static string Describe(SettingDefinition definition, SettingType type) => type switch
    {
        SettingType.Name => $"one of {string.Join(", ", definition.Allowed)}",
        SettingType.Boolean => "true or false",
        SettingType.Integer => $"a whole number{Range(definition, Number)}",
        SettingType.Decimal => $"a number{Range(definition, Number)}",
        SettingType.Size => $"a size such as 10MB or 512KB{Range(definition, SizeText.Format)}",
        SettingType.SizeMb => $"a number of MB, or a size such as 10MB or 2GB{Range(definition, megabytes => SizeText.Format(megabytes * SizeText.Megabyte))}",
        SettingType.Duration => $"a time such as {DurationExample(definition)}{Range(definition, Milliseconds)}",
        SettingType.Url => $"a URL that begins with {Schemes(definition)}",
        SettingType.ListenUrl => "an address such as http://127.0.0.1:8080 or https://*:8443",
        SettingType.Origin => "an origin such as https://app.example.com, or *",
        SettingType.Address => "an IP address or a network such as 10.0.0.0/8",
        SettingType.Path => "a path",
        SettingType.MediaType => "a media type such as text/csv or image/*",
        SettingType.List => $"a list separated by commas, each {Describe(definition, definition.ItemType)}",
        SettingType.ByPrefix => definition.Allowed.Count > 0
            ? $"{string.Join(" or ", definition.Allowed)}, and prefix/=value for single prefixes, separated by commas"
            : "values or prefix/=value, separated by commas",
        SettingType.Cron => "five cron fields, or @hourly, @daily, @weekly, @monthly, @yearly",
        _ when definition.Min is { } least => string.Create(CultureInfo.InvariantCulture, $"text of at least {least} characters"),
        _ => "text",
    };

    public static IReadOnlyList<string> SchemesOf(SettingDefinition definition) =>
        definition.Allowed.Count > 0 ? definition.Allowed : ["http", "https"];

    private static string Schemes(SettingDefinition definition) =>
        string.Join(" or ", SchemesOf(definition).Select(scheme => scheme == "sqlite" ? "sqlite:" : $"{scheme}://"));

    private static string DurationExample(SettingDefinition definition) =>
        definition.BareUnit == TimeSpan.FromHours(1) ? "12 (hours), 90m or 7d"
        : definition.BareUnit == TimeSpan.FromDays(1) ? "30 (days) or 12h"
        : "30s, 15m or 7d";

    private static string Range(SettingDefinition definition, Func<long, string> format) => (definition.Min, definition.Max) switch
    {
        ({ } least, { } most) => $", from {format(least)} to {format(most)}",
        ({ } least, null) => $", at least {format(least)}",
        (null, { } most) => $", at most {format(most)}",
        _ => "",
    };

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Milliseconds(long value) => DurationText.Format(TimeSpan.FromMilliseconds(value));
}
