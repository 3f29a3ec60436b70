namespace Holdfast.Settings;

/// <summary>How bad a problem with the settings is.</summary>
public enum ProblemSeverity
{
    /// <summary>Worth knowing; everything works.</summary>
    Note,

    /// <summary>Something is probably not as it was meant, but there is a safe meaning for it.</summary>
    Warning,

    /// <summary>The settings cannot be used as they are.</summary>
    Error,
}
