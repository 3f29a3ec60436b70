namespace Holdfast.Engine.Jobs;

/// <summary>
/// One kind of job. It may run again after a crash, from the position it last saved, and must then neither repeat an effect nor skip an object.
/// </summary>
internal interface IJobHandler
{
    /// <summary>The kind.</summary>
    string Kind { get; }

    /// <summary>InvalidArgument when the arguments make no sense.</summary>
    void Check(string arguments);

    /// <summary>Does it. Cancellation is by <see cref="JobContext.Cancellation"/>.</summary>
    Task RunAsync(JobContext job);
}
