namespace Holdfast.Engine.Catalog.Rows;

/// <summary>An attempt to write a version.</summary>
internal sealed record AttemptRow(string Attempt, string Key, string Backend, string Home);
