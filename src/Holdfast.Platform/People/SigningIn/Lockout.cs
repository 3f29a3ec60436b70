using Dapper;
using Holdfast.Engine.Catalog;

namespace Holdfast.Platform.People.SigningIn;

/// <summary>Counts wrong passwords in the catalog, so that several servers and a restart do not give an account more guesses.</summary>
internal static class Lockout
{
    /// <summary>
    /// Counts a failure. One statement for a name that exists and for one that does not, in a transaction either way: neither answers sooner.
    /// A lock is not made longer by trying on.
    /// </summary>
    public static Task<int> FailedAsync(CatalogSession session, string folded, PeopleOptions options)
    {
        var now = session.Now.ToUnixTimeMilliseconds();
        return session.Connection.ExecuteAsync(
            """
            UPDATE account SET
                failed_count = CASE WHEN failed_since IS NULL OR failed_since <= @before OR locked_until IS NOT NULL THEN 1 ELSE failed_count + 1 END,
                failed_since = CASE WHEN failed_since IS NULL OR failed_since <= @before OR locked_until IS NOT NULL THEN @now ELSE failed_since END,
                locked_until = CASE WHEN (CASE WHEN failed_since IS NULL OR failed_since <= @before OR locked_until IS NOT NULL THEN 1 ELSE failed_count + 1 END) >= @most THEN @until ELSE NULL END
            WHERE email_folded = @folded AND (locked_until IS NULL OR locked_until <= @now)
            """,
            new
            {
                folded,
                now,
                before = now - (long)options.AttemptWindow.TotalMilliseconds,
                until = now + (long)options.LockoutDuration.TotalMilliseconds,
                most = options.LockoutAttempts,
            });
    }

    /// <summary>
    /// Forgets failures, if the account is not locked and still has the stamp that its password was checked with. False otherwise: the guess that
    /// was right came too late.
    /// </summary>
    public static async Task<bool> SucceededAsync(CatalogSession session, string userId, string stamp) => await session.Connection.ExecuteAsync(
        """
        UPDATE account SET failed_count = 0, failed_since = NULL, locked_until = NULL
        WHERE user_id = @userId AND security_stamp = @stamp AND (locked_until IS NULL OR locked_until <= @now)
        """,
        new { userId, stamp, now = session.Now.ToUnixTimeMilliseconds() }) > 0;
}
