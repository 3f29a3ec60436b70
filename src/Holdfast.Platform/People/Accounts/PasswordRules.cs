using Holdfast.Errors;

namespace Holdfast.Platform.People.Accounts;

/// <summary>What a new password must be. Length is what counts; rules about letters make people write passwords down.</summary>
internal static class PasswordRules
{
    public const int Least = 8;
    public const int Most = 1024;

    /// <summary>InvalidArgument when the password will not do; never says what it was.</summary>
    public static string Check(string? password, string field = "password") =>
        password is { Length: >= Least and <= Most } ? password : throw StorageErrors.InvalidArgument($"{field} has {Least} to {Most} characters.");
}
