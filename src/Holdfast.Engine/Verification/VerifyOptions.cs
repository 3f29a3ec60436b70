namespace Holdfast.Engine.Verification;

/// <summary>What to verify. The names are those of the HTTP API's body.</summary>
public sealed record VerifyOptions
{
    /// <summary>Read and hash every byte; else sizes and identities by listing.</summary>
    public bool Deep { get; init; }

    /// <summary>Repair what can be: from a good replica, or by setting a lost view again.</summary>
    public bool Repair { get; init; }

    /// <summary>Move orphans into quarantine; else they are only reported.</summary>
    public bool CleanUpOrphans { get; init; }

    /// <summary>Only orphans first seen so long ago; 0 is at once.</summary>
    public double OrphanAgeHours { get; init; } = 24;

    /// <summary>Only keys that begin with this text.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>Who asked for it.</summary>
    public string? Owner { get; init; }
}
