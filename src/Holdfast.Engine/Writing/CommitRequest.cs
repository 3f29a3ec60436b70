using Holdfast.Engine.Catalog.Rows;

namespace Holdfast.Engine.Writing;

/// <summary>What the commit of a version needs.</summary>
internal sealed record CommitRequest
{
    public required string Attempt { get; init; }

    /// <summary>The new version; its generation is given in the commit.</summary>
    public required VersionRow Version { get; init; }

    public required string Backend { get; init; }

    public required string Home { get; init; }

    public string? Identity { get; init; }

    public bool IfAbsent { get; init; }

    public IReadOnlyList<string>? IfMatch { get; init; }

    /// <summary>For a move: the source's key and the version that was copied; it is deleted in the same commit.</summary>
    public (string Key, string Version)? MovedFrom { get; init; }

    /// <summary>Only while the key is at this generation (0: not known); for adoption, which must not hide a newer put.</summary>
    public long? ExpectedGeneration { get; init; }

    /// <summary>The readable key shows this version already.</summary>
    public bool ViewDone { get; init; }
}
