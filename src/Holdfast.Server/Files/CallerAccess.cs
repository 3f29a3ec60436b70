using System.Security.Claims;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Platform.People;
using Holdfast.Server.Auth;

namespace Holdfast.Server.Files;

/// <summary>
/// What a caller may name and see: the keys of the caller's org (a superuser's: all), below the token's prefix where it has one.
/// Keys of another org do not exist for the caller.
/// </summary>
internal sealed class CallerAccess
{
    private readonly KeyScope _scope;
    private readonly bool _all;
    private readonly string? _prefix;

    private CallerAccess(KeyScope scope, bool all, string? prefix, string? caller)
    {
        _scope = scope;
        _all = all;
        _prefix = prefix is { Length: > 0 } ? scope.ToFull(prefix) : null;
        Caller = caller;
    }

    /// <summary>The id of the user or token, or null.</summary>
    public string? Caller { get; }

    /// <summary>The org that lists are limited to; null is all.</summary>
    public long? OrgId => _all ? null : _scope.OrgId;

    public static CallerAccess Of(ClaimsPrincipal user) =>
        new(new KeyScope(user.OrgId()), user.IsSuperuser(), user.FindFirstValue(CallerClaims.KeyPrefix), user.FindFirstValue(CallerClaims.Subject));

    /// <summary>The key that the caller means. InvalidKey, NotFound for another org's, <see cref="OutsidePrefixException"/> beyond the token's prefix.</summary>
    public ObjectKey ToKey(string text)
    {
        var key = _scope.ToKey(text);
        Demand(key);
        return key;
    }

    /// <summary>Refuses a key that the caller may not see.</summary>
    public void Demand(ObjectKey key)
    {
        if (!_all && !_scope.Holds(key))
        {
            throw StorageErrors.NotFound(key);
        }

        if (_prefix is not null && !key.Value.StartsWith(_prefix, StringComparison.Ordinal))
        {
            throw new OutsidePrefixException();
        }
    }

    /// <summary>Whether <see cref="Demand"/> would let the key pass.</summary>
    public bool MaySee(ObjectKey key) =>
        (_all || _scope.Holds(key)) && (_prefix is null || key.Value.StartsWith(_prefix, StringComparison.Ordinal));

    /// <summary>The full prefix of a list that the caller asks for: no more than the token's.</summary>
    public string ToPrefix(string text)
    {
        var full = _scope.ToFull(text);
        if (_prefix is null || full.StartsWith(_prefix, StringComparison.Ordinal))
        {
            return full;
        }

        return _prefix.StartsWith(full, StringComparison.Ordinal) ? _prefix : throw new OutsidePrefixException();
    }

    /// <summary>The form of a key or prefix that answers show.</summary>
    public string ToShort(string key) => _scope.ToShort(key);
}
