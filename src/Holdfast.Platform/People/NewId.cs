using System.Globalization;

namespace Holdfast.Platform.People;

/// <summary>Ids of users and tokens: unguessable, and in the order of their making.</summary>
internal static class NewId
{
    public static string At(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N", CultureInfo.InvariantCulture);
}
