using Holdfast.Cli;

// Answered before anything else is loaded, because scripts and completions ask for it often.
if (args is ["--version"])
{
    Console.Out.WriteLine(ProductVersion.Text);
    return 0;
}

return await Application.RunInProcessAsync(args);
