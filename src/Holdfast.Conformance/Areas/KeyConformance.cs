using System.Text;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Conformance;

/// <summary>Section 1: keys are kept byte for byte, distinct keys are distinct objects, invalid ones are refused.</summary>
public abstract class KeyConformance(BackendHarness harness) : ConformanceArea(harness)
{
    // Not data of a theory: attributes are kept in UTF-8, which holds no lone surrogate.
    private static readonly string[] InvalidKeys =
    [
        "", ".", "..", "./a", "a/./b", "../a", "a/../b", "a/..", "../../etc/passwd", "/..", "a//../b",
        "a\0b", "\0", "\uD800", "a\uDC00b", "\uDC00\uD800", "\uD800a",
        ".holdfast", ".holdfast/", ".holdfast/v/1",
    ];

    [Fact, Case("K01", "K02", "K03", "K04", "K05", "K06", "K08", "K09", "K11", "K16", "K17", "K18", "K20", "K21", "K22", "L12", "L13", "C04")]
    public Task Hostile_names_are_all_distinct_objects_and_come_back_as_they_were() => RoundTripAsync(HostileKeys.Printable);

    [Fact, Case("K12", "K23", "L13")]
    public Task Control_characters_round_trip_or_are_refused() => Check(async () =>
    {
        if (Can.Keys.ControlCharacters)
        {
            await RoundTripCoreAsync(HostileKeys.Controls);
            return;
        }

        await FailsAsync(StorageErrorKind.InvalidKey, () => PutAsync(Key("tab\there"), "x"));
        (await NamesAsync()).ShouldBeEmpty();
    });

    [Theory, Case("K19")]
    [InlineData('a', 1)]
    [InlineData('é', 2)]
    [InlineData('世', 3)]
    public Task A_key_of_the_longest_length_works_in_one_segment_and_in_many(char unit, int bytes) => Check(async () =>
    {
        var room = Can.Keys.MaxBytes - Prefix.Length;
        string Fill(int length) => new string(unit, length / bytes) + new string('x', length % bytes);
        var one = Fill(room);
        var many = string.Join('/', Enumerable.Repeat(Fill(60), (room / 61) - 1)) + "/" + Fill(room - (61 * ((room / 61) - 1)));
        Encoding.UTF8.GetByteCount(Prefix + one).ShouldBe(Can.Keys.MaxBytes);
        Encoding.UTF8.GetByteCount(Prefix + many).ShouldBe(Can.Keys.MaxBytes);

        await RoundTripCoreAsync([one, many, Fill(254), Fill(255), Fill(256), Fill(257) + "/below", Fill(255) + "/" + Fill(256)]);
    });

    [Fact, Case("K19")]
    public Task A_key_one_byte_too_long_is_refused() => Check(async () =>
    {
        var text = Prefix + new string('a', Can.Keys.MaxBytes + 1 - Prefix.Length);
        await FailsAsync(StorageErrorKind.InvalidKey, () => PutAsync(ObjectKey.Parse(text), "x"));
    });

    [Fact, Case("K10", "K13", "K14", "K15", "K24")]
    public Task An_invalid_key_cannot_be_made() => Check(async () =>
    {
        foreach (var text in InvalidKeys)
        {
            await FailsAsync(StorageErrorKind.InvalidKey, () => Task.FromResult(ObjectKey.Parse(text)));
            ObjectKey.TryParse(text, out _, out var rule).ShouldBeFalse();
            rule.ShouldNotBeNullOrEmpty();
        }
    });

    [Fact, Case("K14", "K25")]
    public Task A_key_that_names_nothing_is_refused_by_every_verb() => Check(async () =>
    {
        var none = default(ObjectKey);
        await PutAsync(Key("o"), "x");
        await FailsAsync(StorageErrorKind.InvalidKey, () => PutAsync(none, "x"));
        await FailsAsync(StorageErrorKind.InvalidKey, () => StatAsync(none));
        await FailsAsync(StorageErrorKind.InvalidKey, () => GetAsync(none));
        await FailsAsync(StorageErrorKind.InvalidKey, () => Backend.BeginWriteAsync(none, WriteOptions.Default, Ct));
        await FailsAsync(StorageErrorKind.InvalidKey, () => Backend.CopyAsync(none, Key("p"), CopyOptions.Default, Ct));
        await FailsAsync(StorageErrorKind.InvalidKey, () => Backend.CopyAsync(Key("o"), none, CopyOptions.Default, Ct));
        await FailsAsync(StorageErrorKind.InvalidKey, () => Backend.PresignAsync(none, new PresignOptions { Method = "GET", ExpiresIn = TimeSpan.FromMinutes(1) }, Ct));
        await FailsAsync(StorageErrorKind.InvalidKey, () => DeleteAsync(Key("o"), none));
        (await TextAsync(Key("o"))).ShouldBe("x");
    });

    [Fact, Case("K07", "D04")]
    public Task Glob_characters_match_nothing_but_themselves() => Check(async () =>
    {
        string[] bystanders = ["dir/a", "dir/ab", "dir/b", "dirx", "dir/[ab]x"];
        string[] globs = ["dir/*", "dir/?", "dir/[ab]", "dir/{a,b}", "dir/\\a", "d*"];
        await PutAllAsync([.. bystanders, .. globs]);

        (await NamesAsync(new ListOptions { Prefix = "dir/*" })).ShouldBe(["dir/*"]);
        (await DeleteAsync([.. globs.Select(Key)])).ShouldAllBe(result => result.Error == null);

        (await NamesAsync()).ShouldBe(bystanders.Order(KeyOrder.Utf8));
    });

    [Fact, Case("K21", "D03", "D07", "D10")]
    public Task An_object_and_what_lies_below_its_name_live_and_die_apart() => Check(async () =>
    {
        string[] names = ["a", "a/b", "a/b/c", "a/b/c/d"];
        foreach (var order in new[] { names, [.. names.Reverse()] })
        {
            foreach (var name in order)
            {
                await PutAsync(Key(name), name);
            }

            (await NamesAsync()).ShouldBe(names);
            foreach (var name in order)
            {
                (await TextAsync(Key(name))).ShouldBe(name);
            }

            await DeleteAsync(Key(order[0]), Key(order[2]));
            (await NamesAsync()).ShouldBe(new[] { order[1], order[3] }.Order(KeyOrder.Utf8));
            await DeleteAsync(Key(order[1]), Key(order[3]));
            (await NamesAsync()).ShouldBeEmpty();
        }
    });

    [Fact, Case("K25")]
    public Task Parsing_is_idempotent() => Check(() =>
    {
        foreach (var name in HostileKeys.Printable.Concat(HostileKeys.Controls))
        {
            var key = ObjectKey.Parse(name);
            key.ToString().ShouldBe(name);
            ObjectKey.Parse(key.ToString()).ShouldBe(key);
        }

        return Task.CompletedTask;
    });

    private Task RoundTripAsync(IReadOnlyList<string> names) => Check(() => RoundTripCoreAsync(names));

    private async Task RoundTripCoreAsync(IReadOnlyList<string> names)
    {
        await PutAllAsync(names);

        (await NamesAsync()).ShouldBe(names.Order(KeyOrder.Utf8));
        foreach (var name in names)
        {
            (await TextAsync(Key(name))).ShouldBe(name);
            (await StatAsync(Key(name))).Key.ShouldBe(Key(name));
        }

        if (Can.Copy is not null)
        {
            foreach (var name in names.Where(n => Encoding.UTF8.GetByteCount(Prefix + n) < Can.Keys.MaxBytes - 6))
            {
                await Backend.CopyAsync(Key(name), Key("copy/" + name), CopyOptions.Default, Ct);
                (await TextAsync(Key("copy/" + name))).ShouldBe(name);
                await DeleteAsync(Key("copy/" + name));
            }
        }

        for (var i = 0; i < names.Count; i++)
        {
            (await DeleteAsync(Key(names[i])))[0].Error.ShouldBeNull();
            await MissingAsync(Key(names[i]));
            if (i % 10 == 0)
            {
                (await NamesAsync()).ShouldBe(names.Skip(i + 1).Order(KeyOrder.Utf8));
            }
        }
    }
}
