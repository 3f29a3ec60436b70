using System.Globalization;
using System.Net;

namespace Holdfast.Settings.Values;

/// <summary>Reads the text of a setting as its type and range say.</summary>
internal static class SettingParser
{
    public static ParsedValue Parse(SettingDefinition definition, string value)
    {
        // Of a password every character counts, of everything else none at the ends.
        var text = definition is { IsSecret: true, Type: SettingType.Text } ? value : value.Trim();
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return ParsedValue.Bad("it holds a NUL character");
        }

        if (!definition.IsSecret && text.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            return ParsedValue.Bad("it has several lines, one is allowed");
        }

        return Parse(definition, definition.Type, text);
    }

    private static ParsedValue Parse(SettingDefinition definition, SettingType type, string text) => type switch
    {
        SettingType.Name => Name(definition, text),
        SettingType.Boolean => Flag(definition, text),
        SettingType.Integer => Integer(definition, text),
        SettingType.Decimal => Fraction(definition, text),
        SettingType.Size => Size(definition, text, 1, 1),
        SettingType.SizeMb => Size(definition, text, SizeText.Megabyte, SizeText.Megabyte),
        SettingType.Duration => Duration(definition, text),
        SettingType.Url => UrlText.IsUrl(text, AllowedValues.SchemesOf(definition)) ? ParsedValue.Good(text, text) : Wrong(definition, text),
        SettingType.ListenUrl => UrlText.IsListenUrl(text) ? ParsedValue.Good(text, text) : Wrong(definition, text),
        SettingType.Origin => UrlText.NormalOrigin(text) is { } origin ? ParsedValue.Good(origin, origin) : Wrong(definition, text),
        SettingType.Address => IPAddress.TryParse(text, out _) || IPNetwork.TryParse(text, out _) ? ParsedValue.Good(text, text) : Wrong(definition, text),
        SettingType.MediaType => IsMediaType(text) ? ParsedValue.Good(text.ToLowerInvariant(), text.ToLowerInvariant()) : Wrong(definition, text),
        SettingType.List => Items(definition, text),
        SettingType.ByPrefix => ByPrefix(definition, text),
        SettingType.Cron => CronText.Check(text) is { } wrong ? ParsedValue.Bad($"{Echo(definition, text)} is no schedule: {wrong}") : ParsedValue.Good(text, text),
        _ => definition.Min is { } least && text.Length < least ? ParsedValue.Bad($"it is too short; allowed is {definition.AllowedText()}") : ParsedValue.Good(text, text),
    };

    private static ParsedValue Name(SettingDefinition definition, string text)
    {
        var plain = Plain(text);
        var name = definition.Allowed.FirstOrDefault(allowed => Plain(allowed) == plain)
            ?? definition.Synonyms.FirstOrDefault(synonym => Plain(synonym.Key) == plain).Value;
        return name is null ? Wrong(definition, text) : ParsedValue.Good(name, name);
    }

    private static string Plain(string name) => name.ToLowerInvariant().Replace('-', '_');

    private static ParsedValue Flag(SettingDefinition definition, string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "1" => ParsedValue.Good("true", true),
        "false" or "no" or "off" or "0" => ParsedValue.Good("false", false),
        _ => Wrong(definition, text),
    };

    private static ParsedValue Integer(SettingDefinition definition, string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Within(definition, number)
            ? ParsedValue.Good(text, number)
            : Wrong(definition, text);

    private static ParsedValue Fraction(SettingDefinition definition, string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && Within(definition, number)
            ? ParsedValue.Good(text, number)
            : Wrong(definition, text);

    private static ParsedValue Size(SettingDefinition definition, string text, long bareUnit, long rangeUnit) =>
        SizeText.Parse(text, bareUnit) is { } bytes && Within(definition, (decimal)bytes / rangeUnit)
            ? ParsedValue.Good(text, bytes)
            : Wrong(definition, text);

    private static ParsedValue Duration(SettingDefinition definition, string text) =>
        DurationText.Parse(text, definition.BareUnit) is { } time && Within(definition, (decimal)time.Ticks / TimeSpan.TicksPerMillisecond)
            ? ParsedValue.Good(text, time)
            : Wrong(definition, text);

    private static bool Within(SettingDefinition definition, decimal value) =>
        !(value < definition.Min) && !(value > definition.Max);

    private static bool IsMediaType(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return text == "*" || (slash > 0 && slash < text.Length - 1 && text.LastIndexOf('/') == slash && text.AsSpan().IndexOfAny(" ;,") < 0);
    }

    private static ParsedValue Items(SettingDefinition definition, string text)
    {
        var items = new List<string>();
        foreach (var item in text.Split((char[])[',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parsed = Parse(definition, definition.ItemType, item);
            if (parsed.Error is not null)
            {
                return parsed;
            }

            items.Add(parsed.Text!);
        }

        return ParsedValue.Good(string.Join(',', items), items.ToArray());
    }

    private static ParsedValue ByPrefix(SettingDefinition definition, string text)
    {
        var rules = new List<PrefixRule>();
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = item.LastIndexOf('=');
            var value = item[(equals + 1)..].Trim();
            var parsed = definition.Allowed.Count > 0 ? Name(definition, value)
                : value.Length > 0 ? ParsedValue.Good(value, value)
                : Wrong(definition, item);
            if (parsed.Error is not null)
            {
                return parsed;
            }

            rules.Add(new PrefixRule(equals < 0 ? "" : item[..equals].Trim(), parsed.Text!));
        }

        // What the default says for everything still holds where only prefixes are given.
        if (definition is { Allowed.Count: > 0, Default: { } byDefault } && !byDefault.Contains('=', StringComparison.Ordinal) && rules.All(rule => rule.Prefix.Length > 0))
        {
            rules.Insert(0, new PrefixRule("", byDefault));
        }

        return ParsedValue.Good(string.Join(',', rules.Select(rule => rule.Prefix.Length == 0 ? rule.Value : $"{rule.Prefix}={rule.Value}")), new PrefixRules(rules));
    }

    private static ParsedValue Wrong(SettingDefinition definition, string text) =>
        ParsedValue.Bad($"{Echo(definition, text)} is not allowed; allowed is {definition.AllowedText()}");

    private static string Echo(SettingDefinition definition, string text) =>
        definition.IsSecret ? "its value" : $"'{Masking.Shown(definition, text)}'";
}
