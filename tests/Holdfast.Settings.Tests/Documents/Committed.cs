namespace Holdfast.Settings.Tests.Documents;

/// <summary>Compares what the code produces with the file in the repository, and renews the file when asked to.</summary>
internal static class Committed
{
    private const string Renew = "HOLDFAST_UPDATE_DOCS";

    public static void ShouldEqual(string name, string produced)
    {
        var path = Path.Combine(Root(), name);
        if (Environment.GetEnvironmentVariable(Renew) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, produced);
        }

        var found = File.Exists(path) ? File.ReadAllText(path) : "";
        (found == produced).ShouldBeTrue($"{name} is stale. Renew it with: {Renew}=1 dotnet test tests/Holdfast.Settings.Tests");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Holdfast.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.ShouldNotBeNull("The tests must run from within the repository.").FullName;
    }
}
