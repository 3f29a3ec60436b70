namespace Holdfast.Conformance;

public static partial class CaseCatalog
{
    private static readonly (char Section, int Last)[] Sections =
        [('K', 25), ('W', 25), ('E', 13), ('R', 16), ('M', 18), ('L', 23), ('D', 10), ('C', 9), ('X', 11)];

    /// <summary>Every id of the cases about keys, writes, conditions, reads, metadata, lists, deletes, copies and errors.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. Sections.SelectMany(s => Enumerable.Range(1, s.Last).Select(i => $"{s.Section}{i:d2}"))];

    /// <summary>The cases that this suite does not prove, each with the place that does or the reason why there is nothing to prove.</summary>
    public static IReadOnlyDictionary<string, string> Elsewhere { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["W21"] = "Append is no verb of a backend: an object is written whole or in parts.",
        ["W22"] = "A full disk, a quota, a read-only mount and a lost permission need the real place: the tests of the local backend and the crash tests.",
        ["W25"] = "A content cannot be replayed, so the retry layer never repeats a write that took a byte (its own tests); the engine gives every attempt a name of its own.",
        ["R08"] = "Several ranges in one call are no verb of a backend; the HTTP server joins them from single ranges.",
        ["R11"] = "A body that is cut needs a backend that fails: the tests of the retry layer with injected faults, and the network faults of each remote backend.",
        ["R15"] = "Verification while reading is the engine's, by the block checksums of the catalog.",
        ["M10"] = "The content type is decided by the engine, once for all backends; a backend keeps what it is given.",
        ["M18"] = "Object tags are no capability of a backend here.",
        ["L20"] = "Versions are kept by the engine; a backend lists what is current.",
        ["L22"] = "A backend has no prefix of its own; the suite's prefix is checked in every list.",
        ["L23"] = "The encoding of XML lists is the S3 backend's own; its keys go through K05 and K12 here.",
        ["D06"] = "A batch that is denied in part needs a backend that fails: the tests of the retry layer with injected faults.",
        ["D09"] = "Versions are kept by the engine; the S3 backend's own tests cover versioned buckets.",
        ["C05"] = "Copies in parts are the S3 backend's own, with a lowered threshold.",
        ["C06"] = "Copies between backends are the engine's: the reconciler is their only mover.",
        ["C08"] = "A move is no verb of a backend; the engine renames in the catalog.",
        ["C09"] = "A move is no verb of a backend; the engine renames in the catalog.",
        ["X01"] = "A bucket that is not there needs a real service: each remote backend's own tests.",
        ["X02"] = "Refused credentials need a real service: each remote backend's error map.",
        ["X03"] = "Transient failures need a backend that fails: the tests of the retry layer, and each remote backend's error map.",
        ["X04"] = "What may be repeated is decided by the retry layer and proved by its tests.",
        ["X05"] = "A success that carries an error is the S3 backend's own.",
        ["X06"] = "Redirects are HTTP: the remote backends' own tests.",
        ["X10"] = "Settings are checked where they are read: the tests of the settings.",
    };

    /// <summary>The ids that are neither proved by a test of the suite nor listed with a reason, and the reasons for ids that do not exist or are proved.</summary>
    public static IReadOnlyList<string> Gaps()
    {
        var proved = Tests.SelectMany(test => test.Ids).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Ids.Where(id => !proved.Contains(id) && !Elsewhere.ContainsKey(id)),
            .. Elsewhere.Keys.Where(id => proved.Contains(id) || !Ids.Contains(id)),
            .. proved.Where(id => !Ids.Contains(id)),
        ];
    }
}
