using System.IO.Pipelines;
using Holdfast.Engine;
using Holdfast.Engine.Objects;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Server.Files.Writing;

/// <summary>Stores one file of a form.</summary>
internal sealed class FormFile(IHoldfast holdfast, UploadRules rules, NameReservations names, CallerAccess access)
{
    private static readonly StreamPipeReaderOptions Buffering = new(bufferSize: 256 * 1024, minimumReadSize: 64 * 1024, leaveOpen: true);

    public async Task<PutResult> StoreAsync(UploadForm form, FormPart part, string fileName, CancellationToken cancellationToken)
    {
        rules.DemandType(part.ContentType, fileName);
        var wanted = form.KeyFor(fileName);
        if (form.Overwrite)
        {
            return await PutAsync(access.ToKey(wanted), form, part, fileName, cancellationToken);
        }

        using var reservation = await names.ReserveAsync(wanted, access.ToKey, cancellationToken);
        return await PutAsync(reservation.Key, form, part, fileName, cancellationToken);
    }

    private async Task<PutResult> PutAsync(ObjectKey key, UploadForm form, FormPart part, string fileName, CancellationToken cancellationToken)
    {
        var content = PipeReader.Create(part.Body, Buffering);
        try
        {
            var options = new PutOptions
            {
                MaxLength = rules.MaxBytes,
                IfAbsent = !form.Overwrite,
                Owner = access.Caller,
                OriginalName = fileName,
                Attributes = new ObjectAttributes
                {
                    // What a browser says when it does not know is no better than what the name and the first bytes tell.
                    ContentType = part.ContentType is "application/octet-stream" ? null : part.ContentType,
                    Metadata = form.Kind is { } kind ? UserMetadata.From([new("kind", kind)]) : UserMetadata.Empty,
                },
            };
            return await holdfast.PutAsync(key, content, options, cancellationToken);
        }
        catch (Exception error) when (FormReader.IsFormError(error) || error is StorageException { InnerException: { } inner } && FormReader.IsFormError(inner))
        {
            throw FormReader.Malformed(error);
        }
        finally
        {
            await content.CompleteAsync();
        }
    }
}
