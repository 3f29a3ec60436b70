namespace Holdfast.Platform.People.SigningIn;

/// <summary>
/// Limits failed sign-ins per client and per account name, whether or not there is such an account. An attempt is counted when it begins, so that
/// many at the same time cannot slip through, and taken back when it succeeds.
/// </summary>
internal sealed class SignInGate(PeopleSettings settings, TimeProvider time)
{
    private readonly AttemptCounter _clients = new(time);
    private readonly AttemptCounter _accounts = new(time);

    /// <summary>Lets an attempt begin. <see cref="TooManyAttemptsException"/> says how long to wait.</summary>
    public void Enter(string client, string account)
    {
        var options = settings.Current;
        if (_clients.Enter(client, options.AttemptsPerClient, options.AttemptWindow) is { } clientWait)
        {
            throw new TooManyAttemptsException(clientWait);
        }

        if (_accounts.Enter(account, options.LockoutAttempts, options.AttemptWindow) is { } accountWait)
        {
            throw new TooManyAttemptsException(accountWait);
        }
    }

    /// <summary>The attempt was good.</summary>
    public void Succeeded(string client, string account)
    {
        _clients.Leave(client);
        _accounts.Forget(account);
    }

    /// <summary>The attempt was not looked at: it counts for nothing.</summary>
    public void Abandoned(string client, string account)
    {
        _clients.Leave(client);
        _accounts.Leave(account);
    }

    /// <summary>An administrator unlocked the account.</summary>
    public void ForgetAccount(string account) => _accounts.Forget(account);
}
