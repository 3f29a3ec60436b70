namespace Holdfast.Local.Keys;

/// <summary>What the volume does to names.</summary>
/// <param name="FoldsNames">It takes names for equal that differ in case or in Unicode form.</param>
/// <param name="WindowsNames">It keeps some names and characters to itself, as Windows does.</param>
internal sealed record VolumeTraits(bool FoldsNames, bool WindowsNames)
{
    public static VolumeTraits Exact { get; } = new(false, false);
}
