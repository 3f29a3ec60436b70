namespace Holdfast.Platform.People.Tokens;

/// <summary>How a caller came to be trusted.</summary>
public enum CredentialKind
{
    /// <summary>By signing in: a cookie or the token that the sign-in answered.</summary>
    Session = 0,

    /// <summary>By a token that was made for a program.</summary>
    Token = 1,

    /// <summary>By the token that this process made for its own machine.</summary>
    LocalTrust = 2,
}
