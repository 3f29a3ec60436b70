using Holdfast.Settings.Values;

namespace Holdfast.Settings;

/// <summary>One setting as it counts.</summary>
public sealed record EffectiveSetting
{
    /// <summary>Its row of the table.</summary>
    public required SettingDefinition Definition { get; init; }

    /// <summary>The value in its normal spelling, or null when there is none. Secrets are in the clear: use <see cref="Masked"/> to show it.</summary>
    public required string? Value { get; init; }

    /// <summary>Where the value comes from; for a placeholder or an invalid value, where that stands.</summary>
    public required SettingOrigin Origin { get; init; }

    /// <summary>How it came to its value.</summary>
    public required SettingState State { get; init; }

    /// <summary>What the value means, as the type says.</summary>
    internal object? Meaning { get; init; }

    /// <summary>The name of the setting.</summary>
    public string Name => Definition.Name;

    /// <summary>Whose convention the name was that gave the value; null for the setting's own name.</summary>
    public string? Dialect => Origin.Dialect;

    /// <summary>Whether what was given, if anything, can be used.</summary>
    public bool IsValid => State is SettingState.Default or SettingState.Given;

    /// <summary>The value for display: secrets hidden, credentials inside URLs hidden; null when there is no value.</summary>
    public string? Masked => Value is null ? null : Masking.Shown(Definition, Value);

    /// <summary>The name, the masked value and the origin.</summary>
    /// <returns>A line for logs and debuggers that holds no secret.</returns>
    public override string ToString() => $"{Name}={Masked ?? "(unset)"} ({Origin})";
}
