using Holdfast.Settings.Values;

namespace Holdfast.Settings;

/// <summary>
/// One row of the settings table: everything that validation, the admin API, the console's form,
/// <c>holdfast config explain</c> and the documents know about a setting.
/// </summary>
public sealed record SettingDefinition
{
    /// <summary>The name as it is written in files and in the environment.</summary>
    public required string Name { get; init; }

    /// <summary>How the text is read and checked.</summary>
    public required SettingType Type { get; init; }

    /// <summary>What the setting is about.</summary>
    public required SettingCategory Category { get; init; }

    /// <summary>What it does, in a sentence or two, without markup.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// The value without any source, or null where there is none. <c>&lt;NAME&gt;</c> inside it stands for the
    /// effective value of that setting.
    /// </summary>
    public string? Default { get; init; }

    /// <summary>What being unset means, where there is no default; for readers.</summary>
    public string? WhenUnset { get; init; }

    /// <summary>A value to show where there is no default.</summary>
    public string? Example { get; init; }

    /// <summary>
    /// The least value, in the setting's own unit: bytes for <see cref="SettingType.Size"/>, MB for
    /// <see cref="SettingType.SizeMb"/>, milliseconds for <see cref="SettingType.Duration"/>, characters for
    /// <see cref="SettingType.Text"/>. In a list it bounds every item.
    /// </summary>
    public long? Min { get; init; }

    /// <summary>The greatest value, in the unit of <see cref="Min"/>.</summary>
    public long? Max { get; init; }

    /// <summary>The names to choose from, or the schemes of a URL; empty where everything of the type is allowed.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Other spellings that are accepted, each with the allowed name that it means.</summary>
    public IReadOnlyDictionary<string, string> Synonyms { get; init; } = new Dictionary<string, string>();

    /// <summary>The type of a list's items; <see cref="SettingType.Text"/> unless said otherwise.</summary>
    public SettingType ItemType { get; init; } = SettingType.Text;

    /// <summary>What a duration without a unit counts: a second unless said otherwise.</summary>
    public TimeSpan BareUnit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the value must never be shown, and may come from the file that <c>NAME_FILE</c> names.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether a change applies only after a restart.</summary>
    public bool NeedsRestart { get; init; }

    /// <summary>Checks a value without saving it.</summary>
    /// <param name="value">The text as somebody would write it, without quotes.</param>
    /// <returns>
    /// Null when the value is good, else what is wrong with it and what is allowed. The text of a secret is never
    /// part of the answer.
    /// </returns>
    public string? Check(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return SettingParser.Parse(this, value).Error;
    }

    /// <summary>What is allowed, in words: the names, the range, the form.</summary>
    /// <returns>A phrase such as <c>one of one, all</c> or <c>a whole number from 1 to 100</c>.</returns>
    public string AllowedText() => AllowedValues.Describe(this);
}
