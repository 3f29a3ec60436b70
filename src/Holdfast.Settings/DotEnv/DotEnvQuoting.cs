namespace Holdfast.Settings;

/// <summary>How a value is written in a settings file.</summary>
public enum DotEnvQuoting
{
    /// <summary>As it is, up to the end of the line or a space and <c>#</c>.</summary>
    None,

    /// <summary>In single quotes, every character standing for itself.</summary>
    Single,

    /// <summary>In double quotes, with escapes and, possibly, over several lines.</summary>
    Double,
}
