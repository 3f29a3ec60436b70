namespace Holdfast.Platform.People.Tokens;

/// <summary>
/// A superuser's token that lives in this process only: never in the catalog, gone when the process ends. Whoever started the process
/// hands it to the command line on the same machine.
/// </summary>
public interface ILocalTrust
{
    /// <summary>The token. Do not log it; a file that holds it has the mode 0600.</summary>
    string Token { get; }

    /// <summary>Who the token stands for: a superuser of the first org without an account.</summary>
    Caller Caller { get; }
}
