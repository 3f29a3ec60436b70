using Holdfast.Errors;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Files.Writing;

/// <summary>The fields of a form upload: where its files go.</summary>
internal sealed class UploadForm
{
    /// <summary>The segment of files for which nothing else is said.</summary>
    private const string DefaultSegment = "uploads";

    private static readonly Dictionary<string, string> SegmentsOfKinds = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["upload"] = "uploads",
        ["video"] = "videos",
        ["script"] = "scripts",
        ["storyboard"] = "storyboards",
        ["rating"] = "ratings",
        ["log"] = "logs",
    };

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The fields that a form may have.</summary>
    public static IReadOnlyList<string> Names { get; } = ["prefix", "key", "segment", "kind", "overwrite"];

    /// <summary>What kind of files they are; kept as metadata.</summary>
    public string? Kind => Value("kind");

    /// <summary>Whether files that are there are replaced.</summary>
    public bool Overwrite => Value("overwrite") is { } text && QueryValues.Switch(text, "overwrite");

    /// <summary>Whether the form names one key exactly.</summary>
    public bool NamesKey => Value("key") is not null;

    /// <summary>Takes the fields that the query string holds.</summary>
    public static UploadForm From(IQueryCollection query)
    {
        var form = new UploadForm();
        foreach (var name in Names)
        {
            if (QueryValues.Text(query, name) is { } value)
            {
                form._values[name] = value;
            }
        }

        return form;
    }

    /// <summary>Takes a field. InvalidArgument for one that is not known.</summary>
    public void Set(string name, string value)
    {
        if (!Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw StorageErrors.InvalidArgument($"The field '{StorageErrors.Quote(name)}' is not known here; there are: {string.Join(", ", Names)}, and parts with a file.");
        }

        _values[name] = value;
    }

    /// <summary>The key that a file of this name is meant to have.</summary>
    public string KeyFor(string fileName)
    {
        if (Value("key") is { } key)
        {
            return key;
        }

        var segment = Value("segment") ?? (Kind is { } kind && SegmentsOfKinds.TryGetValue(kind, out var known) ? known : null);
        var prefix = Value("prefix");
        if (prefix is null)
        {
            return $"{(segment ?? DefaultSegment).Trim('/')}/{fileName}";
        }

        var folder = prefix.EndsWith('/') ? prefix : prefix + "/";
        return segment is null ? folder + fileName : $"{segment.Trim('/')}/{folder}{fileName}";
    }

    private string? Value(string name) => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
