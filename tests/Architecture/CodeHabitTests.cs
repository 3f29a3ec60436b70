using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Holdfast.Architecture;

public sealed partial class CodeHabitTests
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(Holdfast.Backends.IBackend).Assembly,
        typeof(Holdfast.Local.LocalBackend).Assembly,
        typeof(Holdfast.Settings.SettingsTable).Assembly,
        typeof(Holdfast.Engine.IHoldfast).Assembly,
        typeof(Holdfast.Platform.People.KeyScope).Assembly,
        typeof(Holdfast.Server.Problems.ProblemWriter).Assembly,
    ];

    [Fact]
    public void No_file_has_more_than_400_lines()
    {
        House.SourceFiles("src").Where(f => File.ReadLines(f).Count() > 400).Select(House.Relative).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_has_one_public_type()
    {
        var crowded = House.SourceFiles("src")
            .Select(f => (File: House.Relative(f), Types: PublicTypes().Count(File.ReadAllText(f))))
            .Where(f => f.Types > 1);
        crowded.ShouldBeEmpty();
    }

    [Fact]
    public void Classes_are_sealed_unless_made_to_be_derived_from()
    {
        var open = Assemblies.SelectMany(a => a.GetTypes())
            .Where(t => t is { IsClass: true, IsSealed: false, IsAbstract: false } && t.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !t.Name.Contains('<', StringComparison.Ordinal))
            .Where(t => !Assemblies.SelectMany(a => a.GetTypes()).Any(d => d.BaseType == t))
            .Select(t => t.FullName);
        open.ShouldBeEmpty();
    }

    [Fact]
    public void Names_say_what_a_thing_is()
    {
        string[] banned = ["Helper", "Helpers", "Manager", "Util", "Utils", "Utility", "Impl", "Info2"];
        // Source generators bring types of their own into our assemblies.
        Assemblies.SelectMany(a => a.GetTypes()).Where(t => t.Namespace?.StartsWith("Holdfast", StringComparison.Ordinal) == true && banned.Any(b => t.Name.EndsWith(b, StringComparison.Ordinal))).Select(t => t.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        var marks = House.SourceFiles("src").Concat(House.SourceFiles("tests"))
            .Where(f => !f.EndsWith(nameof(CodeHabitTests) + ".cs", StringComparison.Ordinal) && LeftBehind().IsMatch(File.ReadAllText(f))).Select(House.Relative);
        marks.ShouldBeEmpty();
    }

    [Fact]
    public void No_static_field_can_change()
    {
        var mutable = Assemblies.SelectMany(a => a.GetTypes())
            .Where(t => t.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !t.Name.Contains('<', StringComparison.Ordinal))
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(f => !f.IsInitOnly && !f.IsLiteral && !f.Name.Contains('<', StringComparison.Ordinal) && !f.Name.StartsWith("__", StringComparison.Ordinal) && f.DeclaringType!.Namespace?.StartsWith("Holdfast", StringComparison.Ordinal) == true
                && !f.Name.StartsWith("s_", StringComparison.Ordinal) && f.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !IsGenerated(f.DeclaringType))
            .Select(f => $"{f.DeclaringType!.FullName}.{f.Name}");
        mutable.ShouldBeEmpty();
    }

    private static bool IsGenerated(Type? type) => type is not null && (type.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>() is not null || IsGenerated(type.DeclaringType));

    [GeneratedRegex(@"^public (?:(?:sealed|static|abstract|readonly|partial|unsafe|ref) )*(?:class|record|struct|interface|enum|record struct) \w", RegexOptions.Multiline)]
    private static partial Regex PublicTypes();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex LeftBehind();
}
