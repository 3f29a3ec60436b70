using System.Text;
using Holdfast.Backends;
using Holdfast.Keys;
using Holdfast.Local.Keys;
using static Holdfast.Local.Tests.Short;

namespace Holdfast.Local.Tests;

public sealed class OverflowTests
{
    [Fact]
    public void Every_key_has_an_overflow_path_of_its_own_that_tells_the_key()
    {
        var random = new Random(20260101);
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < 20_000; i++)
        {
            var key = RandomKey(random, 1024);
            var path = OverflowPath.Of(key);
            if (OverflowPath.KeyOf(path) != key || PrivateText.KeyOf(PrivateText.Of(key)) != key || path.Split('/').Any(p => p.Length > 200 || p is "." or ".."))
            {
                Assert.Fail($"'{key}' does not survive as '{path}'");
            }

            // Also on a volume that ignores case two keys never share a path.
            if (seen.TryGetValue(path, out var other) && other != key)
            {
                Assert.Fail($"'{key}' and '{other}' share '{path}'");
            }

            seen[path] = key;
        }
    }

    [Theory]
    [InlineData(".holdfast/overflow/%41=", "A")]
    [InlineData(".holdfast/overflow/a=", "a")]
    [InlineData(".holdfast/overflow/A=", null)]
    [InlineData(".holdfast/overflow/%61=", null)]
    [InlineData(".holdfast/overflow/%4=", null)]
    [InlineData(".holdfast/overflow/a~/b=", null)]
    [InlineData(".holdfast/overflow/a~", null)]
    [InlineData(".holdfast/overflow/%ff=", null)]
    [InlineData(".holdfast/overflow/%C3%A9=", null)]
    [InlineData(".holdfast/overflow/%c3%a9=", "é")]
    public void Only_the_one_spelling_of_a_key_is_read_back(string path, string? key) => OverflowPath.KeyOf(path).ShouldBe(key);

    [Fact]
    public async Task Hostile_keys_round_trip_and_list_in_the_order_of_their_bytes()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var random = new Random(7);
        string[] fixedKeys =
        [
            "a", "a/", "a//b", "/a", "//", "/", "a/b", "a-", "a.", "a0", "t-/x", "t/x", "t", new('x', 255), new('x', 256), new string('x', 257) + "/y",
            "tab\there", "line\nbreak", "\u007f", " lead", "trail ", "%2F", "%", "A", "é", "e\u0301", "\uffee", "\U0001f600", "...", "a..b", ".hidden",
            "tmp", "CON", "a:b", "q/" + string.Join('/', Enumerable.Repeat("d", 500)), new string('é', 512), "x.attrs", "a~", "a=", "b~/c=", "back\\slash",
        ];
        var keys = fixedKeys.Concat(Enumerable.Range(0, 60).Select(_ => RandomKey(random, 300))).Where(k => ObjectKey.TryParse(k, out _, out _)).Distinct(StringComparer.Ordinal).OrderBy(k => k, KeyOrder.Utf8).ToList();
        foreach (var key in keys.OrderBy(_ => random.Next()))
        {
            await backend.PutAsync(key, $"body of {key}", new WriteOptions { Durable = false });
        }

        foreach (var key in keys)
        {
            (await backend.GetAsync(key)).ShouldBe($"body of {key}");
        }

        (await backend.NamesAsync()).ShouldBe(keys);
        foreach (var prefix in new[] { "a", "a/", "x", "t", "/", "q/d/d", new string('x', 200), new string('é', 40), "%", "\n" })
        {
            (await backend.NamesAsync(prefix)).ShouldBe(keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)));
        }

        foreach (var after in keys.Append("a!").Append("t0"))
        {
            (await backend.NamesAsync(after: after)).ShouldBe(keys.Where(k => KeyOrder.Compare(k, after) > 0));
        }

        foreach (var key in keys.OrderBy(_ => random.Next()))
        {
            (await backend.DropAsync(key)).ShouldBe(true);
        }

        (await backend.NamesAsync()).ShouldBeEmpty();
        Directory.GetFileSystemEntries(root.Path).Select(Path.GetFileName).ShouldBe([".holdfast"]);
        Directory.GetFileSystemEntries(root.File(".holdfast/overflow")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/", "")]
    [InlineData("/", "a")]
    [InlineData("/", "a/")]
    [InlineData("ab", "")]
    [InlineData("\\", "")]
    [InlineData("/b", "a")]
    public async Task Delimiters_of_any_kind_roll_up_as_a_simple_model_does(string delimiter, string prefix)
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        string[] keys = ["a", "a/", "a/b", "a/b/c", "a//b", "a-", "aab/x", "abab", "a\\b", "t-/1", "t/1", "t/2", "t0", "cab"];
        foreach (var key in keys)
        {
            await backend.PutAsync(key, "1", new WriteOptions { Durable = false });
        }

        Directory.CreateDirectory(root.File("a-empty/folder"));
        var wanted = keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
            .Select(k => k.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is var at and >= 0 ? k[..(at + delimiter.Length)] : k)
            .Distinct().OrderBy(k => k, KeyOrder.Utf8).ToList();
        (await backend.NamesAsync(prefix, delimiter)).ShouldBe(wanted);
        foreach (var after in wanted)
        {
            (await backend.NamesAsync(prefix, delimiter, after)).ShouldBe(wanted.Where(n => KeyOrder.Compare(n, after) > 0));
        }
    }

    [Fact]
    public async Task A_key_moves_out_of_the_overflow_area_when_its_path_is_free_again()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        await backend.PutAsync("a/b", "1");
        await backend.PutAsync("a", "2");
        await backend.DropAsync("a/b");
        (await backend.GetAsync("a")).ShouldBe("2");
        await backend.PutAsync("a", "3");
        File.ReadAllText(root.File("a")).ShouldBe("3");
        Directory.GetFileSystemEntries(root.File(".holdfast/overflow")).ShouldBeEmpty();
        (await KindAsync(() => backend.PutAsync("a", "4", new WriteOptions { IfAbsent = true }))).ShouldBe(Errors.StorageErrorKind.AlreadyExists);
    }

    private static string RandomKey(Random random, int mostBytes)
    {
        string[] alphabet = ["a", "b", "z", "0", "/", "/", "~", "=", "%", "A", "Z", ".", "-", "_", " ", "\n", "\u0001", "é", "\u0301", "世", "\uffff", "\U0001f600", "\\", ":"];
        while (true)
        {
            var text = new StringBuilder();
            for (var length = random.Next(1, random.Next(2) == 0 ? 12 : mostBytes / 2); length > 0; length--)
            {
                text.Append(alphabet[random.Next(alphabet.Length)]);
            }

            if (ObjectKey.TryParse(text.ToString(), out _, out _) && Encoding.UTF8.GetByteCount(text.ToString()) <= mostBytes)
            {
                return text.ToString();
            }
        }
    }
}
