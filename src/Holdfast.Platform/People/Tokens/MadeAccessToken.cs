namespace Holdfast.Platform.People.Tokens;

/// <summary>A token that was just made: the only moment its secret is known.</summary>
/// <param name="Token">What is kept of it.</param>
/// <param name="Secret">What its owner carries. Show it once.</param>
public sealed record MadeAccessToken(AccessToken Token, string Secret)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{nameof(MadeAccessToken)} {Token.Id}";
}
