namespace Holdfast.Server.Status;

/// <summary>The segments that the platforms use, whether or not there is an object in them yet.</summary>
internal static class Segments
{
    public static IReadOnlyList<string> Known { get; } = ["uploads", "videos", "scripts", "storyboards", "ratings", "logs", "temp", "images", "thumbnails", "projects", "ml_outputs"];
}
