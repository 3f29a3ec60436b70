namespace Holdfast.Engine.Catalog.Rows;

/// <summary>An attempt to write a version.</summary>
/// <param name="Attempt">Its id.</param>
/// <param name="Key">The key it is for.</param>
/// <param name="Backend">Where its home is.</param>
/// <param name="Home">The home's name.</param>
/// <param name="Adopts">Whether the home is a link to another program's file.</param>
internal sealed record AttemptRow(string Attempt, string Key, string Backend, string Home, bool Adopts);
