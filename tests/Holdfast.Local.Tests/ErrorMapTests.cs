using Holdfast.Errors;
using Holdfast.Local.Native;
using static Holdfast.Local.Tests.Short;

namespace Holdfast.Local.Tests;

public sealed class ErrorMapTests
{
    [Theory]
    [InlineData(Errno.ENOENT, StorageErrorKind.NotFound, false)]
    [InlineData(Errno.ENOTDIR, StorageErrorKind.NotFound, false)]
    [InlineData(Errno.EISDIR, StorageErrorKind.NotFound, false)]
    [InlineData(Errno.ELOOP, StorageErrorKind.NotFound, false)]
    [InlineData(Errno.EEXIST, StorageErrorKind.AlreadyExists, false)]
    [InlineData(Errno.ENOSPC, StorageErrorKind.QuotaExceeded, false)]
    [InlineData(Errno.EDQUOT, StorageErrorKind.QuotaExceeded, false)]
    [InlineData(Errno.EFBIG, StorageErrorKind.QuotaExceeded, false)]
    [InlineData(Errno.EMLINK, StorageErrorKind.QuotaExceeded, false)]
    [InlineData(Errno.EROFS, StorageErrorKind.PermissionDenied, false)]
    [InlineData(Errno.EACCES, StorageErrorKind.PermissionDenied, false)]
    [InlineData(Errno.EPERM, StorageErrorKind.PermissionDenied, false)]
    [InlineData(Errno.EIO, StorageErrorKind.Unknown, false)]
    [InlineData(Errno.EXDEV, StorageErrorKind.Misconfigured, false)]
    [InlineData(Errno.EMFILE, StorageErrorKind.Unavailable, true)]
    [InlineData(Errno.ENFILE, StorageErrorKind.Unavailable, true)]
    [InlineData(Errno.ENOMEM, StorageErrorKind.Unavailable, true)]
    [InlineData(Errno.EBUSY, StorageErrorKind.Unavailable, true)]
    [InlineData(Errno.ESTALE, StorageErrorKind.Unavailable, true)]
    [InlineData(Errno.ENODEV, StorageErrorKind.Unavailable, true)]
    [InlineData(Errno.ETIMEDOUT, StorageErrorKind.Unavailable, true)]
    [InlineData((Errno)999, StorageErrorKind.Unknown, false)]
    internal void Every_error_number_has_one_meaning(Errno errno, StorageErrorKind kind, bool transient)
    {
        var error = LocalErrorMap.ToException(errno, "disk", "write", Key("some/key"));
        error.Kind.ShouldBe(kind);
        error.IsTransient.ShouldBe(transient);
        error.Backend.ShouldBe("disk");
        error.Operation.ShouldBe("write");
        error.Key.ShouldBe(Key("some/key"));
        error.InnerException.ShouldNotBeNull();
    }

    [Fact]
    public async Task Messages_never_hold_a_path_of_the_server()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var error = await Should.ThrowAsync<StorageException>(() => backend.GetAsync("nothing/here"));
        error.ToString().ShouldNotContain(root.Path);
        error.Message.ShouldContain("nothing/here");
    }
}
