using System.Runtime.InteropServices;

namespace Holdfast.Cli.CommandLine;

/// <summary>Turns the first Ctrl-C, SIGTERM or hang-up into a request to stop cleanly. The second one ends the process at once, as if nobody listened.</summary>
internal sealed class Signals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Interruption _interruption;
    private int _seen;

    public Signals(Interruption interruption)
    {
        _interruption = interruption;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
        }
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Handle(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref _seen) > 1)
        {
            return;
        }

        context.Cancel = true;

        // On a thread of its own: what listens may take its time, and the next signal must get through.
        _ = Task.Run(() => _interruption.Stop(context.Signal == PosixSignal.SIGINT ? ExitCode.Interrupted : ExitCode.Terminated));
    }
}
