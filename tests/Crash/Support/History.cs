using System.Collections.Concurrent;

namespace Holdfast.Crash.Support;

/// <summary>
/// What happened to keys: operations with the moments at which they began and were acknowledged. From these follows what a reader may see: never a
/// value that an operation acknowledged before has replaced, never one that nobody wrote.
/// </summary>
internal sealed class History
{
    public const string Absent = "absent";

    private readonly ConcurrentDictionary<string, Key> _keys = new(StringComparer.Ordinal);
    private long _clock;

    public IEnumerable<string> Keys => _keys.Keys;

    /// <summary>The present moment, for <see cref="Check"/>.</summary>
    public long Now() => Interlocked.Increment(ref _clock);

    /// <summary>An operation begins that, if it happens, leaves this value (a digest, or <see cref="Absent"/>).</summary>
    public Operation Begin(string key, string value)
    {
        var operation = new Operation(value, Now());
        Of(key).Add(operation);
        return operation;
    }

    /// <summary>It was acknowledged.</summary>
    public void Acknowledge(Operation operation) => operation.Acknowledged = Now();

    /// <summary>It was refused and certainly did not happen.</summary>
    public void Refuse(string key, Operation operation) => Of(key).Remove(operation);

    /// <summary>Null when a read of the key that began at the moment may give the value, else why it may not.</summary>
    public string? Check(string key, string value, long began) => Of(key).Check(value, began) is { } why ? $"{key}: {why}" : null;

    /// <summary>Nothing is under way any more (the server was killed) and the key was seen to hold this value: from now on that is what it holds.</summary>
    public void Settle(string key, string value) => Of(key).Settle(new Operation(value, Now()) { Acknowledged = Now() });

    /// <summary>Operations whose answer never came.</summary>
    public int Unanswered => _keys.Values.Sum(k => k.Unanswered);

    private Key Of(string key) => _keys.GetOrAdd(key, _ => new Key());

    internal sealed class Operation(string value, long began)
    {
        private long _acknowledged = long.MaxValue;

        public string Value { get; } = value;

        public long Began { get; } = began;

        public long Acknowledged
        {
            get => Interlocked.Read(ref _acknowledged);
            set => Interlocked.Exchange(ref _acknowledged, value);
        }
    }

    private sealed class Key
    {
        private readonly Lock _gate = new();
        private readonly List<Operation> _operations = [new Operation(Absent, 0) { Acknowledged = 0 }];

        public int Unanswered
        {
            get
            {
                lock (_gate)
                {
                    return _operations.Count(o => o.Acknowledged == long.MaxValue);
                }
            }
        }

        public void Add(Operation operation)
        {
            lock (_gate)
            {
                _operations.Add(operation);
            }
        }

        public void Remove(Operation operation)
        {
            lock (_gate)
            {
                _operations.Remove(operation);
            }
        }

        public void Settle(Operation operation)
        {
            lock (_gate)
            {
                _operations.Clear();
                _operations.Add(operation);
            }
        }

        public string? Check(string value, long began)
        {
            lock (_gate)
            {
                var latest = 0L;
                foreach (var operation in _operations)
                {
                    latest = operation.Acknowledged < began ? Math.Max(latest, operation.Began) : latest;
                }

                var known = false;
                foreach (var operation in _operations)
                {
                    if (operation.Value == value)
                    {
                        known = true;
                        if (operation.Acknowledged >= latest)
                        {
                            return null;
                        }
                    }
                }

                return known ? $"{Short(value)} is older than what was acknowledged before the read began" : $"{Short(value)} was never written whole";
            }
        }

        private static string Short(string value) => value.Length > 12 ? value[..12] : value;
    }
}
