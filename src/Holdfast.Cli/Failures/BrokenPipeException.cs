namespace Holdfast.Cli.Failures;

/// <summary>The reader of standard output has gone, as in <c>holdfast ls | head</c>. Ends the program without a word.</summary>
internal sealed class BrokenPipeException : IOException
{
    public BrokenPipeException()
        : base("The reader of the output has gone.")
    {
    }
}
