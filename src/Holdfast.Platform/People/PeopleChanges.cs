namespace Holdfast.Platform.People;

/// <summary>
/// Counts the changes that take rights away in this process. What was looked up before the latest one is looked up again, so a revoked token is
/// refused at once; the count is raised after the commit and before the answer.
/// </summary>
internal sealed class PeopleChanges
{
    private long _count;

    public long Count => Volatile.Read(ref _count);

    public void Announce() => Interlocked.Increment(ref _count);
}
