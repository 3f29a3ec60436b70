using Holdfast.Engine.Catalog;
using Holdfast.Errors;

namespace Holdfast.Engine;

/// <summary>What the parts of one engine share.</summary>
internal sealed class EngineContext(EngineOptions options, string instanceId)
{
    private readonly Dictionary<string, EngineBackend> _backends = options.Backends.ToDictionary(b => b.Name, StringComparer.Ordinal);

    public EngineOptions Options { get; } = options;

    public string InstanceId { get; } = instanceId;

    public ICatalog Catalog => Options.Catalog;

    public TimeProvider Time => Options.Time;

    public string NewId() => Ids.New(Time.GetUtcNow());

    public EngineBackend Backend(string name) =>
        _backends.TryGetValue(name, out var backend) ? backend : throw StorageErrors.Misconfigured($"The catalog names a backend '{name}' that is not configured.");

    public EngineBackend? FindBackend(string name) => _backends.GetValueOrDefault(name);

    public bool IsDurable(string key) => !Options.RelaxedPrefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal));
}
