using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Server.Problems;

namespace Holdfast.Server.Tests.Problems;

public sealed class ProblemMapTests
{
    private static readonly ObjectKey Key = ObjectKey.Parse("k");

    public static TheoryData<StorageErrorKind, bool, int, string> Table { get; } = new()
    {
        { StorageErrorKind.Unknown, true, 500, "internal_error" },
        { StorageErrorKind.NotFound, true, 404, "object_not_found" },
        { StorageErrorKind.AlreadyExists, false, 409, "conflict" },
        { StorageErrorKind.PreconditionFailed, false, 412, "precondition_failed" },
        { StorageErrorKind.NotModified, true, 304, "not_modified" },
        { StorageErrorKind.Conflict, false, 409, "conflict" },
        { StorageErrorKind.InvalidKey, false, 400, "invalid_key" },
        { StorageErrorKind.InvalidArgument, false, 400, "invalid_argument" },
        { StorageErrorKind.RangeNotSatisfiable, true, 416, "range_not_satisfiable" },
        { StorageErrorKind.Unsupported, false, 422, "unsupported" },
        { StorageErrorKind.Unauthenticated, true, 503, "backend_unavailable" },
        { StorageErrorKind.PermissionDenied, true, 503, "backend_unavailable" },
        { StorageErrorKind.PermissionDenied, false, 507, "backend_read_only" },
        { StorageErrorKind.QuotaExceeded, false, 507, "quota_exceeded" },
        { StorageErrorKind.TooLarge, false, 413, "too_large" },
        { StorageErrorKind.RateLimited, true, 503, "backend_unavailable" },
        { StorageErrorKind.Unavailable, true, 503, "backend_unavailable" },
        { StorageErrorKind.Timeout, true, 503, "backend_unavailable" },
        { StorageErrorKind.IntegrityMismatch, false, 422, "integrity_mismatch" },
        { StorageErrorKind.IntegrityMismatch, true, 500, "integrity_mismatch" },
        { StorageErrorKind.IdentityChanged, true, 409, "conflict" },
        { StorageErrorKind.OutcomeUnknown, false, 503, "outcome_unknown" },
        { StorageErrorKind.Misconfigured, true, 503, "misconfigured" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Each_kind_has_its_status_and_code(StorageErrorKind kind, bool reads, int status, string code) =>
        ProblemMap.For(Of(kind), reads).ShouldBe((status, code));

    [Fact]
    public void No_kind_is_forgotten() =>
        Table.Select(row => row.Data.Item1).Distinct().Order().ShouldBe(Enum.GetValues<StorageErrorKind>());

    private static StorageException Of(StorageErrorKind kind) => kind switch
    {
        StorageErrorKind.NotFound => StorageErrors.NotFound(Key),
        StorageErrorKind.AlreadyExists => StorageErrors.AlreadyExists(Key),
        StorageErrorKind.PreconditionFailed => StorageErrors.PreconditionFailed(Key, "If-Match"),
        StorageErrorKind.NotModified => StorageErrors.NotModified(Key),
        StorageErrorKind.Conflict => StorageErrors.Conflict("x"),
        StorageErrorKind.InvalidKey => StorageErrors.InvalidKey("x", "rule"),
        StorageErrorKind.InvalidArgument => StorageErrors.InvalidArgument("x"),
        StorageErrorKind.RangeNotSatisfiable => StorageErrors.RangeNotSatisfiable(Key, 1),
        StorageErrorKind.Unsupported => StorageErrors.Unsupported("x", "b"),
        StorageErrorKind.Unauthenticated => StorageErrors.Unauthenticated("b"),
        StorageErrorKind.PermissionDenied => StorageErrors.PermissionDenied("b", "x"),
        StorageErrorKind.QuotaExceeded => StorageErrors.QuotaExceeded("b", "x"),
        StorageErrorKind.TooLarge => StorageErrors.TooLarge(1),
        StorageErrorKind.RateLimited => StorageErrors.RateLimited("b"),
        StorageErrorKind.Unavailable => StorageErrors.Unavailable("b", "x"),
        StorageErrorKind.Timeout => StorageErrors.Timeout("b", TimeSpan.FromSeconds(1)),
        StorageErrorKind.IntegrityMismatch => StorageErrors.IntegrityMismatch(Key, "x"),
        StorageErrorKind.IdentityChanged => StorageErrors.IdentityChanged(Key, "b"),
        StorageErrorKind.OutcomeUnknown => StorageErrors.OutcomeUnknown("x"),
        StorageErrorKind.Misconfigured => StorageErrors.Misconfigured("x"),
        _ => StorageErrors.Unknown("b", "x"),
    };
}
