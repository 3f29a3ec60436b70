using System.Text.Json;

namespace Holdfast.Engine.Verification;

/// <summary>What a verification found, as its job reports it. Counts are of what was found, also when it was repaired.</summary>
internal sealed record VerifyReport
{
    public bool Deep { get; init; }

    public long Checked { get; set; }

    public long Ok { get; set; }

    public long Missing { get; set; }

    public long Corrupt { get; set; }

    public long Foreign { get; set; }

    public long Orphans { get; set; }

    public long OrphanBytes { get; set; }

    /// <summary>Orphans that were moved to quarantine.</summary>
    public long Quarantined { get; set; }

    /// <summary>Objects that are safe but whose readable file is not what it should be.</summary>
    public long Views { get; set; }

    public long Repaired { get; set; }

    public long Unrecoverable { get; set; }

    public string Write() => JsonSerializer.Serialize(this, Jobs.JobJson.Options);

    public static VerifyReport Read(string? text, bool deep) =>
        text is null ? new VerifyReport { Deep = deep } : JsonSerializer.Deserialize<VerifyReport>(text, Jobs.JobJson.Options) ?? new VerifyReport { Deep = deep };
}
