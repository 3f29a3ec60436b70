using Microsoft.AspNetCore.Identity;

namespace Holdfast.Platform.People.Accounts;

/// <summary>
/// Hashes and checks passwords off the request's thread, a few at a time: each takes a core for a tenth of a second, and a flood of sign-ins
/// must not take them all.
/// </summary>
internal sealed class Passwords : IDisposable
{
    private const int MostWaiting = 64;

    private readonly IPasswordHasher<User> _hasher;
    private readonly SemaphoreSlim _places = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> _nobody;
    private int _waiting;

    public Passwords(IPasswordHasher<User> hasher)
    {
        _hasher = hasher;
        _nobody = new Lazy<string>(() => _hasher.HashPassword(null!, Secrets.NewPassword()));
    }

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        RunAsync(() => _hasher.HashPassword(null!, password), cancellationToken);

    /// <summary>
    /// Whether the password fits the hash. Does the same work when there is no hash: the answer is no then, and takes as long.
    /// <see cref="TooManyAttemptsException"/> when too many wait already.
    /// </summary>
    public Task<PasswordVerificationResult> VerifyAsync(string? hash, string password, CancellationToken cancellationToken) =>
        RunAsync(
            () =>
            {
                var nobody = _nobody.Value;
                var result = _hasher.VerifyHashedPassword(null!, hash ?? nobody, password);
                return hash is null ? PasswordVerificationResult.Failed : result;
            },
            cancellationToken);

    public void Dispose() => _places.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new TooManyAttemptsException(TimeSpan.FromSeconds(2));
        }

        try
        {
            await _places.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(work, cancellationToken);
            }
            finally
            {
                _places.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
