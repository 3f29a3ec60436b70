using System.Collections.Frozen;

namespace Holdfast.Settings;

/// <summary>
/// All settings as they count. Immutable: a reload makes another. The typed accessors throw
/// <see cref="ArgumentException"/> for a name that the table does not know and
/// <see cref="InvalidOperationException"/> for the wrong type or, without <c>OrNull</c>, for a setting without a value;
/// both are mistakes in code, because every value was checked when it was loaded.
/// </summary>
public sealed class EffectiveSettings
{
    private readonly FrozenDictionary<string, EffectiveSetting> _settings;

    internal EffectiveSettings(string workingDirectory, IReadOnlyList<EffectiveSetting> settings, IReadOnlyList<string> backendNames)
    {
        WorkingDirectory = workingDirectory;
        All = settings;
        BackendNames = backendNames;
        _settings = settings.ToFrozenDictionary(setting => setting.Name, StringComparer.Ordinal);
    }

    /// <summary>The full path of the folder where relative paths start.</summary>
    public string WorkingDirectory { get; }

    /// <summary>Every setting of the table, then what was given for further backends.</summary>
    public IReadOnlyList<EffectiveSetting> All { get; }

    /// <summary>The names of further backends in lower case, in order; each has a <c>BACKEND_NAME_TYPE</c>.</summary>
    public IReadOnlyList<string> BackendNames { get; }

    /// <summary>One setting with its definition and origin.</summary>
    /// <param name="name">A name of the table or of a further backend's field.</param>
    /// <returns>The setting; where nothing was given, with its default or without a value.</returns>
    public EffectiveSetting Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_settings.TryGetValue(name, out var setting))
        {
            return setting;
        }

        var definition = SettingsTable.Find(name, [.. BackendNames.Select(backend => backend.ToUpperInvariant())])
            ?? throw new ArgumentException($"There is no setting '{name}'.", nameof(name));
        return SettingResolver.Unset(definition, this);
    }

    /// <summary>The settings of a category whose given value is a placeholder or invalid, so that what needs them must not start.</summary>
    /// <param name="category">The category.</param>
    /// <returns>These settings; empty when all can be used.</returns>
    public IReadOnlyList<EffectiveSetting> Unusable(SettingCategory category) =>
        [.. All.Where(setting => setting.Definition.Category == category && !setting.IsValid)];

    /// <summary>The value as text, in its normal spelling, whatever the type.</summary>
    /// <param name="name">The setting.</param>
    /// <returns>The text.</returns>
    public string Text(string name) => TextOrNull(name) ?? throw WithoutValue(name);

    /// <summary>As <see cref="Text"/>, or null when the setting has no value.</summary>
    /// <param name="name">The setting.</param>
    /// <returns>The text or null.</returns>
    public string? TextOrNull(string name) => Get(name).Value;

    /// <summary>A yes or no.</summary>
    /// <param name="name">A setting of type <see cref="SettingType.Boolean"/>.</param>
    /// <returns>The value.</returns>
    public bool Flag(string name) => FlagOrNull(name) ?? throw WithoutValue(name);

    /// <summary>As <see cref="Flag"/>, or null when the setting has no value.</summary>
    /// <param name="name">A setting of type <see cref="SettingType.Boolean"/>.</param>
    /// <returns>The value or null.</returns>
    public bool? FlagOrNull(string name) => Value<bool>(name, nameof(Flag));

    /// <summary>
    /// A whole number: of an integer the value, of a size in MB the whole MB, of a duration the whole units that a bare
    /// number counts (seconds unless the name says otherwise). What is left over is dropped.
    /// </summary>
    /// <param name="name">A setting of type integer, size or duration.</param>
    /// <returns>The number.</returns>
    public long Number(string name) => NumberOrNull(name) ?? throw WithoutValue(name);

    /// <summary>As <see cref="Number"/>, or null when the setting has no value.</summary>
    /// <param name="name">A setting of type integer, size or duration.</param>
    /// <returns>The number or null.</returns>
    public long? NumberOrNull(string name)
    {
        var setting = Get(name);
        return (setting.Definition.Type, setting.Meaning) switch
        {
            (_, null) => null,
            (SettingType.SizeMb, long bytes) => bytes / Values.SizeText.Megabyte,
            (_, long number) => number,
            (_, TimeSpan time) => time.Ticks / setting.Definition.BareUnit.Ticks,
            _ => throw WrongType(setting, nameof(Number)),
        };
    }

    /// <summary>A number that may have a fraction.</summary>
    /// <param name="name">A setting of type <see cref="SettingType.Decimal"/>.</param>
    /// <returns>The number.</returns>
    public decimal Fraction(string name) => Value<decimal>(name, nameof(Fraction)) ?? throw WithoutValue(name);

    /// <summary>A size in bytes, also where the setting counts MB.</summary>
    /// <param name="name">A setting of type <see cref="SettingType.Size"/> or <see cref="SettingType.SizeMb"/>.</param>
    /// <returns>The bytes.</returns>
    public long Bytes(string name) => BytesOrNull(name) ?? throw WithoutValue(name);

    /// <summary>As <see cref="Bytes"/>, or null when the setting has no value.</summary>
    /// <param name="name">A setting of type <see cref="SettingType.Size"/> or <see cref="SettingType.SizeMb"/>.</param>
    /// <returns>The bytes or null.</returns>
    public long? BytesOrNull(string name)
    {
        var setting = Get(name);
        return setting.Definition.Type is SettingType.Size or SettingType.SizeMb ? (long?)setting.Meaning : throw WrongType(setting, nameof(Bytes));
    }

    /// <summary>A time.</summary>
    /// <param name="name">A setting of type <see cref="SettingType.Duration"/>.</param>
    /// <returns>The time.</returns>
    public TimeSpan Duration(string name) => DurationOrNull(name) ?? throw WithoutValue(name);

    /// <summary>As <see cref="Duration"/>, or null when the setting has no value.</summary>
    /// <param name="name">A setting of type <see cref="SettingType.Duration"/>.</param>
    /// <returns>The time or null.</returns>
    public TimeSpan? DurationOrNull(string name) => Value<TimeSpan>(name, nameof(Duration));

    /// <summary>The items of a list, each in its normal spelling.</summary>
    /// <param name="name">A setting of type <see cref="SettingType.List"/>.</param>
    /// <returns>The items; empty when the setting has no value.</returns>
    public IReadOnlyList<string> List(string name)
    {
        var setting = Get(name);
        return setting.Definition.Type == SettingType.List ? (string[]?)setting.Meaning ?? [] : throw WrongType(setting, nameof(List));
    }

    /// <summary>The values for everything and for key prefixes.</summary>
    /// <param name="name">A setting of type <see cref="SettingType.ByPrefix"/>.</param>
    /// <returns>The rules; none when the setting has no value.</returns>
    public PrefixRules ByPrefix(string name)
    {
        var setting = Get(name);
        return setting.Definition.Type == SettingType.ByPrefix ? (PrefixRules?)setting.Meaning ?? PrefixRules.None : throw WrongType(setting, nameof(ByPrefix));
    }

    /// <summary>A path, made full from the working directory.</summary>
    /// <param name="name">A setting of type <see cref="SettingType.Path"/>.</param>
    /// <returns>The full path.</returns>
    public string FullPath(string name) => FullPathOrNull(name) ?? throw WithoutValue(name);

    /// <summary>As <see cref="FullPath"/>, or null when the setting has no value.</summary>
    /// <param name="name">A setting of type <see cref="SettingType.Path"/>.</param>
    /// <returns>The full path or null.</returns>
    public string? FullPathOrNull(string name)
    {
        var setting = Get(name);
        return setting.Definition.Type != SettingType.Path ? throw WrongType(setting, nameof(FullPath))
            : setting.Value is null ? null
            : Path.GetFullPath(setting.Value, WorkingDirectory);
    }

    /// <summary>The value for display, secrets hidden; null when there is none.</summary>
    /// <param name="name">The setting.</param>
    /// <returns>Text that may be shown and logged.</returns>
    public string? Masked(string name) => Get(name).Masked;

    private T? Value<T>(string name, string accessor)
        where T : struct
    {
        var setting = Get(name);
        return setting.Meaning switch
        {
            null => null,
            T value => value,
            _ => throw WrongType(setting, accessor),
        };
    }

    private static InvalidOperationException WithoutValue(string name) =>
        new($"The setting {name} has no value and no default; ask for it with the accessor that may answer null.");

    private static InvalidOperationException WrongType(EffectiveSetting setting, string accessor) =>
        new($"The setting {setting.Name} is of type {setting.Definition.Type}, which {accessor} does not read.");
}
