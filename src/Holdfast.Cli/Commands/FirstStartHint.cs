using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Connecting;
using Holdfast.Cli.Failures;

namespace Holdfast.Cli.Commands;

/// <summary>Says what is missing where no server ever ran over the storage: its first start makes the first org and superuser.</summary>
internal static class FirstStartHint
{
    /// <summary>Runs a call about people; a refusal for want of a first start says how to make one.</summary>
    public static async Task<T> AroundAsync<T>(CommandContext context, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (ApiException exception) when (context.Connection is { Kind: ConnectionKind.Embedded } && (int)exception.Status is 404 or 409)
        {
            var failure = FailureText.Of(exception);
            throw new CommandFailure(failure.ExitCode, failure.Message, "Where no server ran yet: start 'holdfast serve' once, which makes the first org and superuser (ADMIN_EMAIL and ADMIN_PASSWORD choose who).", exception)
            {
                Code = failure.Code,
                Status = failure.Status,
                TraceId = failure.TraceId,
            };
        }
    }
}
