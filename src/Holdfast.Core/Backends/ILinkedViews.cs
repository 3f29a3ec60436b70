using Holdfast.Keys;

namespace Holdfast.Backends;

/// <summary>
/// The readable keys of a backend whose homes are hard-linked to them (<see cref="ViewMechanism.Link"/>): set, taken away and looked at without
/// ever losing a file that another program put there.
/// </summary>
/// <remarks>
/// All calls about one key exclude each other, across processes too, by a lock that the kernel holds and that dies with its process.
/// Nothing is safe because of that lock alone: what comes out of an exchange is looked at, and a file that is not ours is put back
/// or kept in quarantine (docs/architecture.md, the protocol).
/// </remarks>
public interface ILinkedViews
{
    /// <summary>What lies at the key now.</summary>
    Task<ViewLook> LookAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Whether the key shows the very file of that identity: a quick look without a lock.</summary>
    bool Shows(ObjectKey key, string identity);

    /// <summary>
    /// Makes the key show the home. Asks <paramref name="stillWanted"/> under the key's lock first and leaves all as it is when the answer is no.
    /// A foreign file found at the key is left there and told as <see cref="ViewOutcome.Foreign"/>.
    /// </summary>
    Task<ViewOutcome> PublishAsync(ObjectKey home, ObjectKey key, Func<CancellationToken, ValueTask<bool>> stillWanted, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the key away when it shows a file of ours. Asks <paramref name="stillUnwanted"/> under the key's lock first. A foreign file stays.
    /// Emptied folders go too, never the root.
    /// </summary>
    Task<ViewOutcome> RemoveAsync(ObjectKey key, Func<CancellationToken, ValueTask<bool>> stillUnwanted, CancellationToken cancellationToken);

    /// <summary>
    /// Gives the file that lies at the key a home, by a hard link and without copying a byte, marks it as ours, and then calls
    /// <paramref name="commit"/> under the key's lock with what was adopted. When commit answers no or throws, home and mark are taken away again.
    /// NotFound when nothing (or a link, folder or device) lies there.
    /// </summary>
    Task<bool> AdoptAsync(ObjectKey key, ObjectKey home, Func<ObjectStat, CancellationToken, ValueTask<bool>> commit, CancellationToken cancellationToken);

    /// <summary>
    /// Moves the file at the key, whatever it is, to <c>.holdfast/quarantine/</c> and answers its name there; null when nothing lies there.
    /// </summary>
    Task<string?> QuarantineAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Looks through the private names that a killed process left in the middle of an exchange, puts foreign files back (or into quarantine) and
    /// removes links of ours. Answers how many it settled. Names of living processes are left alone.
    /// </summary>
    Task<int> RecoverAsync(CancellationToken cancellationToken);
}
