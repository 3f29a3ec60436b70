using Holdfast.Server.Auth;
using Holdfast.Server.Contracts;
using Holdfast.Server.Files.Reading;
using Holdfast.Server.Files.Writing;
using Holdfast.Server.OpenApi;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Files;

/// <summary>The paths of files.</summary>
internal static class FileEndpoints
{
    private static readonly string[] ReadQuery = ["download", "info", "explain", "version", "redirect"];
    private static readonly string[] ReadHeaders = ["Range", "If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "If-Range"];

    public static void Map(IEndpointRouteBuilder routes, FileReads reads, FileWrites writes, FormUploads forms, FileActions actions)
    {
        var read = new EndpointDoc("files", "The bytes of an object, or with ?info=1 its description, or with ?explain=1 why it is where it is")
        {
            Query = ReadQuery,
            Headers = ReadHeaders,
            Answers = { [200] = null, [206] = null, [304] = null },
            AnswerMediaType = "application/octet-stream",
        };
        routes.Map("GET,HEAD", "/api/files/{**key}", reads.InvokeAsync, Policies.Read, read);
        routes.MapBoth("GET,HEAD", "/uploads/{**key}", reads.InvokeAsync, Policies.Read, new EndpointDoc("files", "The same as /api/files/uploads/{key}")
        {
            Query = ReadQuery,
            Headers = ReadHeaders,
            Answers = { [200] = null, [206] = null, [304] = null },
            AnswerMediaType = "application/octet-stream",
        });
        routes.Map("PUT", "/api/files/{**key}", writes.PutAsync, Policies.Write, new("files", "Store the body under the key")
        {
            Description = "The key is what follows in the path, percent-decoded once. X-Holdfast-Meta-* headers become metadata.",
            Headers = ["X-Holdfast-Storage-Class", "X-Holdfast-Expires-In", "If-None-Match", "If-Match", "Content-MD5", "X-Holdfast-Sha256"],
            BodyMediaType = "application/octet-stream",
            Answers = { [200] = typeof(ObjectJson), [201] = typeof(ObjectJson) },
        });
        routes.Map("DELETE", "/api/files/{**key}", writes.DeleteAsync, Policies.Write, new("files", "Delete the object; a success also when there is none") { Headers = ["If-Match"], Answers = { [204] = null } });
        routes.Map("GET", "/api/files", actions.ListAsync, Policies.Read, new("files", "List objects in the order of UTF-8 bytes")
        {
            Query = ["prefix", "delimiter", "limit", "cursor"],
            Answers = { [200] = typeof(FileListJson) },
        });
        routes.Map("POST", "/api/files", forms.InvokeAsync, Policies.Write, new("files", "Upload a form with one file or many")
        {
            Description = "Fields prefix, key, segment, kind and overwrite come before the files. A name that is taken gets a number unless overwrite is true.",
            Query = ["prefix", "key", "segment", "kind", "overwrite"],
            Headers = ["Idempotency-Key"],
            BodyMediaType = "multipart/form-data",
            Answers = { [201] = typeof(FilesJson) },
        });
        routes.Map("POST", "/api/files/delete", actions.DeleteManyAsync, Policies.Write, new("files", "Delete up to 1000 objects") { Body = typeof(DeleteRequestJson), Answers = { [200] = typeof(DeleteResultsJson) } });
        routes.Map("POST", "/api/files/copy", actions.CopyAsync, Policies.Write, new("files", "Copy an object") { Body = typeof(TransferRequestJson), Answers = { [200] = typeof(ObjectJson), [201] = typeof(ObjectJson) } });
        routes.Map("POST", "/api/files/move", actions.MoveAsync, Policies.Write, new("files", "Move an object in one step") { Body = typeof(TransferRequestJson), Answers = { [200] = typeof(ObjectJson), [201] = typeof(ObjectJson) } });
        routes.Map("GET", "/api/objects/{id}", actions.FindByIdAsync, Policies.Read, new("files", "The object of an id") { Answers = { [200] = typeof(ObjectJson) } });
    }
}
