using System.Text.Encodings.Web;
using Holdfast.Platform.People.Tokens;
using Holdfast.Server.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Server.Auth;

/// <summary>
/// Knows callers by <c>Authorization: Bearer</c> or, without that header, by the console's cookie. A cookie that comes without what
/// <see cref="CsrfRule"/> asks counts as none, so no endpoint can be made to act by it.
/// </summary>
internal sealed class TokenAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    CallerLookup callers,
    CallerTickets tickets,
    CsrfRule csrf) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    private bool _presented;
    private bool _withoutCsrf;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        Caller? caller;
        if (header.Count > 0)
        {
            if (header.Count > 1 || header[0] is not { } text || !text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            {
                return AuthenticateResult.NoResult();
            }

            _presented = true;
            caller = await callers.FindAsync(text.AsSpan(Bearer.Length).Trim(), Context.RequestAborted);
        }
        else if (Request.Cookies[AuthNames.Cookie] is { Length: > 0 } cookie)
        {
            caller = await callers.FindAsync(cookie, Context.RequestAborted) is { Kind: CredentialKind.Session } session ? session : null;
            if (caller is not null && !csrf.Allows(Request))
            {
                _withoutCsrf = true;
                return AuthenticateResult.NoResult();
            }
        }
        else
        {
            return AuthenticateResult.NoResult();
        }

        if (caller is null)
        {
            return AuthenticateResult.NoResult();
        }

        Context.Features.Set(caller);
        return tickets.For(caller);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_withoutCsrf)
        {
            return ProblemWriter.WriteAsync(Context, StatusCodes.Status403Forbidden, "forbidden", CsrfRule.Explanation);
        }

        var detail = _presented ? "The token is unknown, revoked or expired." : "Sign in, or send a token as 'Authorization: Bearer ...'.";
        return AuthProblems.UnauthorizedAsync(Context, detail, _presented);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemWriter.WriteAsync(Context, StatusCodes.Status403Forbidden, "forbidden", "This account or token may not do that.");
}
