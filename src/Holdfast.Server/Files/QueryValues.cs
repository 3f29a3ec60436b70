using System.Globalization;
using Holdfast.Errors;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Files;

/// <summary>Reads values of a query string; a value that cannot be meant is InvalidArgument, never ignored.</summary>
internal static class QueryValues
{
    /// <summary>Whether a switch is on: <c>1</c>, <c>true</c>, <c>yes</c> or without a value.</summary>
    public static bool Flag(IQueryCollection query, string name)
    {
        if (!query.TryGetValue(name, out var values))
        {
            return false;
        }

        return Switch(values.ToString(), name);
    }

    /// <summary>A switch's text.</summary>
    public static bool Switch(string text, string name) => text.ToLowerInvariant() switch
    {
        "" or "1" or "true" or "yes" or "on" => true,
        "0" or "false" or "no" or "off" => false,
        _ => throw StorageErrors.InvalidArgument($"'{name}' is true or false."),
    };

    /// <summary>How many a list gives: 100 unless asked otherwise, at most 1000.</summary>
    public static int Limit(IQueryCollection query)
    {
        if (!query.TryGetValue("limit", out var values) || values.ToString() is not { Length: > 0 } text)
        {
            return 100;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 1000
            ? limit
            : throw StorageErrors.InvalidArgument("'limit' is a number from 1 to 1000.");
    }

    /// <summary>A text, null where it is missing or empty.</summary>
    public static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
}
