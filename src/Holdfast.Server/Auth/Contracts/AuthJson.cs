using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Server.Auth.Contracts;

/// <summary>How the contracts of sign-in are written and read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LoginRequestJson))]
[JsonSerializable(typeof(PasswordRequestJson))]
[JsonSerializable(typeof(SessionJson))]
[JsonSerializable(typeof(CallerJson))]
[JsonSerializable(typeof(UserJson))]
[JsonSerializable(typeof(UserListJson))]
[JsonSerializable(typeof(NewUserJson))]
[JsonSerializable(typeof(UserChangeJson))]
[JsonSerializable(typeof(DemoUsersJson))]
[JsonSerializable(typeof(OrgJson))]
[JsonSerializable(typeof(OrgListJson))]
[JsonSerializable(typeof(NewOrgJson))]
[JsonSerializable(typeof(TokenJson))]
[JsonSerializable(typeof(TokenListJson))]
[JsonSerializable(typeof(NewTokenJson))]
internal sealed partial class AuthJson : JsonSerializerContext
{
    /// <summary>With text written as it is: answers are JSON for programs, never part of a page.</summary>
    public static AuthJson Web { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowDuplicateProperties = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
