using System.Reflection;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Tests.Errors;

public sealed class StorageErrorsTests
{
    [Fact]
    public void A_key_in_a_message_cannot_forge_a_line()
    {
        foreach (var hostile in new[] { "a\nb", "a\r\nb", "a\u001b[31mb", "a\u0085b", "a\u2028b", "a\u2029b", "a\u202Eb", "a\u2066b" })
        {
            var quoted = StorageErrors.NotFound(ObjectKey.Parse(hostile)).Message;
            quoted.ShouldNotContain(hostile[1].ToString());
            quoted.ShouldContain("\\u");
        }

        StorageErrors.Quote("世界 é 👩‍👩‍👧‍👦").ShouldBe("世界 é 👩‍👩‍👧‍👦");
        StorageErrors.Quote("\uD800x").ShouldBe("\\ud800x");
        StorageErrors.Quote(new string('x', 500)).Length.ShouldBeLessThan(210);
    }

    [Fact]
    public void Only_what_may_pass_is_transient()
    {
        var key = ObjectKey.Parse("k");
        foreach (var lasting in new[] { StorageErrors.NotFound(key), StorageErrors.AlreadyExists(key), StorageErrors.PreconditionFailed(key, "x"), StorageErrors.NotModified(key), StorageErrors.InvalidArgument("x"), StorageErrors.Unsupported("x", "b"), StorageErrors.Unauthenticated("b"), StorageErrors.PermissionDenied("b", "x"), StorageErrors.QuotaExceeded("b", "x"), StorageErrors.TooLarge(1), StorageErrors.IntegrityMismatch(key, "x"), StorageErrors.IdentityChanged(key, "b"), StorageErrors.Misconfigured("x"), StorageErrors.Unknown("b", "x"), StorageErrors.RangeNotSatisfiable(key, 1) })
        {
            lasting.IsTransient.ShouldBeFalse(lasting.Kind.ToString());
        }

        foreach (var passing in new[] { StorageErrors.RateLimited("b"), StorageErrors.Unavailable("b", "x"), StorageErrors.Timeout("b", TimeSpan.FromSeconds(1)), StorageErrors.OutcomeUnknown("x") })
        {
            passing.IsTransient.ShouldBeTrue(passing.Kind.ToString());
        }
    }

    [Fact]
    public void Telling_an_error_again_loses_nothing()
    {
        var error = new StorageException(StorageErrorKind.TooLarge, "m", new IOException())
        {
            IsTransient = true,
            RetriesExhausted = true,
            RetryAfter = TimeSpan.FromSeconds(3),
            Operation = "write",
            Key = ObjectKey.Parse("k"),
            Backend = "b",
            RequestId = "r",
            LimitBytes = 1,
            ActualSize = 2,
        };

        foreach (var again in new[] { error.With("read", ObjectKey.Parse("other"), "other"), error.AfterRetries() })
        {
            foreach (var property in typeof(StorageException).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                property.GetValue(again).ShouldBe(property.GetValue(error), property.Name);
            }

            again.InnerException.ShouldBeSameAs(error.InnerException);
            again.Message.ShouldBe("m");
        }
    }
}
