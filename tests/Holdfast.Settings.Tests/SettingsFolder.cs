using System.Text;

namespace Holdfast.Settings.Tests;

/// <summary>A working directory of its own for one test, with the sources that a load needs.</summary>
public sealed class SettingsFolder : IDisposable
{
    private readonly Dictionary<string, string> _environment = new();
    private readonly Dictionary<string, string> _commandLine = new();
    private readonly List<string> _files = [];

    public string Path { get; } = Directory.CreateTempSubdirectory("holdfast-settings-").FullName;

    public SettingsFolder File(string name, string text) => File(name, Encoding.UTF8.GetBytes(text));

    public SettingsFolder File(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(System.IO.Path.Combine(Path, name), bytes);
        return this;
    }

    public SettingsFolder Environment(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public SettingsFolder CommandLine(string name, string value)
    {
        _commandLine[name] = value;
        return this;
    }

    public SettingsFolder EnvFile(string name)
    {
        _files.Add(name);
        return this;
    }

    public LoadedSettings Load() => SettingsLoader.Load(new SettingsSources
    {
        WorkingDirectory = Path,
        Environment = _environment,
        CommandLine = _commandLine,
        EnvironmentFiles = _files,
    });

    public static LoadedSettings Load(string env)
    {
        using var folder = new SettingsFolder();
        return folder.File(".env", env).Load();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
