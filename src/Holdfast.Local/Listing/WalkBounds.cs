namespace Holdfast.Local.Listing;

/// <summary>Which keys a walk still has to give: those with a prefix, from a lower bound on that moves up while walking.</summary>
internal sealed class WalkBounds(byte[] prefix)
{
    private byte[] _lower = [];
    private bool _inclusive = true;

    public ReadOnlySpan<byte> Prefix => prefix;

    public void StartAfter(byte[] key) => (_lower, _inclusive) = (key, false);

    public void StartAt(byte[] key) => (_lower, _inclusive) = (key, true);

    public bool Wants(ReadOnlySpan<byte> key)
    {
        if (!key.StartsWith(prefix))
        {
            return false;
        }

        var order = key.SequenceCompareTo(_lower);
        return order > 0 || (order == 0 && _inclusive);
    }

    /// <summary>Whether some key that begins so may be wanted.</summary>
    public bool WantsBelow(ReadOnlySpan<byte> start) =>
        (start.StartsWith(prefix) || ((ReadOnlySpan<byte>)prefix).StartsWith(start))
        && (start.SequenceCompareTo(_lower) > 0 || ((ReadOnlySpan<byte>)_lower).StartsWith(start));
}
