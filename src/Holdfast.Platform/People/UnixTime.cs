namespace Holdfast.Platform.People;

/// <summary>Times as the catalog keeps them.</summary>
internal static class UnixTime
{
    public static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? At(long? milliseconds) => milliseconds is { } known ? At(known) : null;
}
