using Holdfast.Errors;

namespace Holdfast.Platform.People.Accounts;

/// <summary>Addresses as names of accounts: any case and spaces around them mean the same account.</summary>
internal static class EmailAddress
{
    private const int Most = 254;

    /// <summary>The form that is compared.</summary>
    public static string Fold(string? text) => (text ?? string.Empty).Trim().ToLowerInvariant();

    /// <summary>The address without spaces around it. InvalidArgument when it cannot be one.</summary>
    public static string Check(string? text)
    {
        var address = (text ?? string.Empty).Trim();
        var at = address.LastIndexOf('@');
        var valid = at > 0 && at < address.Length - 1 && address.Length <= Most && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
        return valid ? address : throw StorageErrors.InvalidArgument("email is an address such as name@example.com.");
    }
}
