using Holdfast.Steps;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Server.Composition;

/// <summary>How a server is hosted; what it does comes from the settings.</summary>
public sealed record ServerOptions
{
    /// <summary>The addresses to listen on, such as <c>http://127.0.0.1:8080</c>; port 0 takes a free one. Null: those of the settings.</summary>
    public IReadOnlyList<string>? Urls { get; init; }

    /// <summary>The path of a Unix socket to listen on instead.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>Log only warnings and errors.</summary>
    public bool QuietLogging { get; init; }

    /// <summary>Is told of the protocol's steps.</summary>
    public IStepObserver StepObserver { get; init; } = NoObserver.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Adds or replaces services after all others are registered.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }
}
