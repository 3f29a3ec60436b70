namespace Holdfast.Settings;

/// <summary>How a setting came to its effective value.</summary>
public enum SettingState
{
    /// <summary>Nobody gave a value: the default counts, or there is none.</summary>
    Default,

    /// <summary>A value was given and is used.</summary>
    Given,

    /// <summary>
    /// What was given is still the placeholder of an example. It is treated as unset, but whoever needs the setting
    /// must not go on as if nothing had been wanted: an endpoint left as a placeholder does not mean AWS.
    /// </summary>
    Placeholder,

    /// <summary>What was given cannot be used; the default stands in its place.</summary>
    Invalid,
}
