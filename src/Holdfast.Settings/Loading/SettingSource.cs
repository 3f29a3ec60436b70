namespace Holdfast.Settings;

/// <summary>The kinds of places that settings come from; the later wins over the earlier.</summary>
public enum SettingSource
{
    /// <summary>The default of the table.</summary>
    Default,

    /// <summary>A settings file.</summary>
    File,

    /// <summary>The environment of the process.</summary>
    Environment,

    /// <summary>The command line.</summary>
    CommandLine,
}
