using Holdfast.Engine.Jobs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Reading;
using Holdfast.Engine.Reconciling;
using Holdfast.Engine.Status;
using Holdfast.Engine.Verification;
using Holdfast.Engine.Writing;

namespace Holdfast.Engine;

/// <summary>The parts of an engine and how they hang together.</summary>
internal sealed class EngineParts : IDisposable
{
    public EngineParts(EngineContext engine)
    {
        Objects = new StoredObjects(engine);
        Tidier = new Tidier(engine);
        Digesting = new Digesting(engine);
        Attempts = new Attempts(engine, Tidier);
        var adoption = new Adoption(engine, Attempts, Digesting, Tidier);
        Views = new Views(engine, adoption);
        var afterCommit = new AfterCommit(engine, Views, Tidier);
        Lookup = new Lookup(engine, adoption);
        var notes = new ReplicaNotes(engine);
        var reexamination = new Reexamination(engine, Attempts, adoption, Digesting);
        Opener = new Opener(engine, Lookup, Objects, notes, reexamination);
        Writer = new Writer(engine, Objects, Attempts, Lookup, adoption, afterCommit);
        Remover = new Remover(engine, Lookup, afterCommit);
        Listing = new Listing(engine, Objects);
        Explaining = new Explaining(engine, Lookup, Objects);
        Health = new Health(engine);
        Statistics = new Statistics(engine, Objects, Health);
        Instances = new Instances(engine);
        Recovery = new Recovery(engine, Attempts, Views, Instances, Tidier, afterCommit);
        var catalog = new CatalogWalk(engine);
        Jobs = new JobRunner(
            engine,
            new JobStore(engine),
            [
                new VerifyJob(engine, catalog, new HomeCheck(engine, notes, reexamination, Digesting), new ViewCheck(engine, Views, adoption), new Orphans(engine)),
                new AdoptJob(engine, catalog, adoption, Digesting),
            ]);
        Background = new Background(engine, this);
    }

    public StoredObjects Objects { get; }

    public Tidier Tidier { get; }

    public Attempts Attempts { get; }

    public Digesting Digesting { get; }

    public Views Views { get; }

    public Lookup Lookup { get; }

    public Opener Opener { get; }

    public Writer Writer { get; }

    public Remover Remover { get; }

    public Listing Listing { get; }

    public Explaining Explaining { get; }

    public Health Health { get; }

    public Statistics Statistics { get; }

    public Instances Instances { get; }

    public Recovery Recovery { get; }

    public JobRunner Jobs { get; }

    public Background Background { get; }

    public void Dispose()
    {
        Tidier.Dispose();
        Jobs.Dispose();
        Instances.Dispose();
    }
}
