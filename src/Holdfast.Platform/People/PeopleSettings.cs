namespace Holdfast.Platform.People;

/// <summary>The options that count now; a reload of the settings replaces them while the server runs.</summary>
public sealed class PeopleSettings
{
    private volatile PeopleOptions _current;

    /// <summary>Begins with these options.</summary>
    public PeopleSettings(PeopleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _current = options;
    }

    /// <summary>The options that count now. Take them once for one piece of work.</summary>
    public PeopleOptions Current => _current;

    /// <summary>Lets other options count from now on. What was remembered about tokens keeps its room.</summary>
    public void Apply(PeopleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _current = options;
    }
}
