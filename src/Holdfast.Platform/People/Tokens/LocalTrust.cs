using Holdfast.Engine.Objects;

namespace Holdfast.Platform.People.Tokens;

internal sealed class LocalTrust : ILocalTrust
{
    private readonly TokenDigest _digest;

    public LocalTrust()
    {
        Token = Secrets.NewToken();
        TokenDigest.TryOfToken(Token, out _digest);
    }

    public string Token { get; }

    public Caller Caller { get; } = new()
    {
        UserId = Caller.LocalUserId,
        TokenId = Caller.LocalUserId,
        Kind = CredentialKind.LocalTrust,
        OrgId = KeyOrg.First,
        Role = OrgRole.Owner,
        Superuser = true,
        Scopes = TokenScopes.All,
    };

    public bool Recognises(TokenDigest digest) => digest.Equals(_digest);
}
