using Holdfast.Platform.People.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Holdfast.Platform.Tests.People;

internal sealed class CountingHasher : IPasswordHasher<User>
{
    private readonly PasswordHasher<User> _inner = new(Options.Create(new PasswordHasherOptions { IterationCount = 100 }));
    private int _made;
    private int _checked;

    public int Made => _made;

    public int Checked => _checked;

    public string HashPassword(User user, string password)
    {
        Interlocked.Increment(ref _made);
        return _inner.HashPassword(user, password);
    }

    public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _checked);
        return _inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
