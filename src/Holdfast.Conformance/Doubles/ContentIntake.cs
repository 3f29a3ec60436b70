using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Conformance.Doubles;

/// <summary>Reads a content to its end into chunks, checking length and digests on the way.</summary>
internal static class ContentIntake
{
    public static async Task<(List<ReadOnlyMemory<byte>> Chunks, ContentDigests Digests)> TakeAsync(
        ObjectKey key, PipeReader content, WriteOptions options, CancellationToken cancellationToken)
    {
        using var hasher = new ContentHasher(options.Expected?.Md5 is not null);
        var chunks = new List<ReadOnlyMemory<byte>>();
        for (var last = false; !last;)
        {
            var read = await content.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.IsCanceled)
            {
                throw new OperationCanceledException("The reader of the content was cancelled.");
            }

            var got = hasher.Length + read.Buffer.Length;
            var refusal = got > options.Length ? WrongLength(key, got, options.Length.Value)
                : got > options.MaxLength ? StorageErrors.TooLarge(options.MaxLength.Value, key)
                : null;
            if (refusal is null)
            {
                foreach (var segment in read.Buffer)
                {
                    hasher.Append(segment.Span);
                    chunks.Add(segment.ToArray());
                }
            }

            content.AdvanceTo(read.Buffer.End);
            if (refusal is not null)
            {
                throw refusal;
            }

            last = read.IsCompleted;
        }

        var digests = hasher.Finish();
        if (digests.Length != (options.Length ?? digests.Length))
        {
            throw WrongLength(key, digests.Length, options.Length!.Value);
        }

        if (options.Expected?.FirstMismatch(digests) is { } name)
        {
            throw StorageErrors.IntegrityMismatch(key, $"the {name} of the content is not the one given.");
        }

        return (chunks, digests);
    }

    private static StorageException WrongLength(ObjectKey key, long got, long declared) =>
        StorageErrors.IntegrityMismatch(key, string.Create(CultureInfo.InvariantCulture, $"the content has {(got > declared ? "more than " : string.Empty)}{Math.Min(got, declared)} bytes instead of {declared}."));
}
