namespace Holdfast.Server.Idempotency;

/// <summary>What is known of an Idempotency-Key.</summary>
/// <param name="Outcome">How far its work is.</param>
/// <param name="Status">The status of the first answer.</param>
/// <param name="Body">The body of the first answer.</param>
internal sealed record IdempotencyState(IdempotencyOutcome Outcome, int Status = 0, byte[]? Body = null)
{
    public static IdempotencyState Begun { get; } = new(IdempotencyOutcome.Begun);

    public static IdempotencyState UnderWay { get; } = new(IdempotencyOutcome.UnderWay);

    public static IdempotencyState OtherRequest { get; } = new(IdempotencyOutcome.OtherRequest);
}

/// <summary>How far the work of an Idempotency-Key is.</summary>
internal enum IdempotencyOutcome
{
    /// <summary>It begins now, with this request.</summary>
    Begun,

    /// <summary>Another request does it right now.</summary>
    UnderWay,

    /// <summary>The key belongs to a request to something else.</summary>
    OtherRequest,

    /// <summary>It is done; this is the answer.</summary>
    Answered,
}
