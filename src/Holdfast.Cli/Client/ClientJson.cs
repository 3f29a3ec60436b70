using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Cli.Client;

/// <summary>Serialisation of the API's shapes, made at build time because reflection would cost every command its start.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(RemoteObject))]
[JsonSerializable(typeof(RemoteJob))]
[JsonSerializable(typeof(RemoteProblem))]
[JsonSerializable(typeof(DeleteRequest))]
[JsonSerializable(typeof(TransferRequest))]
[JsonSerializable(typeof(VerifyRequest))]
[JsonSerializable(typeof(NewUserRequest))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(NewTokenRequest))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Connecting.ServerFile))]
internal sealed partial class ClientJson : JsonSerializerContext;
