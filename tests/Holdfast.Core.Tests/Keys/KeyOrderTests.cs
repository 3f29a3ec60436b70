using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Keys;

namespace Holdfast.Tests.Keys;

public sealed class KeyOrderTests
{
    private static readonly Rune[] Interesting = [new('a'), new('b'), new('/'), new(' '), new(0x7F), new(0x80), new(0x7FF), new(0x800), new(0xD7FF), new(0xE000), new(0xFFFD), new(0xFFFF), new(0x10000), new(0x10001), new(0x1F600), new(0x10FFFF)];

    private static Arbitrary<string> Texts() =>
        Gen.Elements(Interesting).ListOf().Select(runes => string.Concat(runes.Take(6).Select(r => r.ToString()))).ToArbitrary();

    [Fact]
    public void The_order_is_that_of_the_utf8_bytes() =>
        Prop.ForAll(Texts(), Texts(), (x, y) => Math.Sign(KeyOrder.Compare(x, y)) == Math.Sign(Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y))))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_end_of_a_prefix_sorts_after_all_that_begins_with_it_and_after_nothing_else() =>
        Prop.ForAll(Texts(), Texts(), Texts(), (prefix, rest, other) =>
        {
            var end = KeyOrder.EndOf(prefix);
            if (end is null)
            {
                return prefix.EnumerateRunes().All(r => r.Value == 0x10FFFF);
            }

            var below = KeyOrder.Compare(prefix + rest, end) < 0;
            var outside = other.StartsWith(prefix, StringComparison.Ordinal) || KeyOrder.Compare(other, prefix) < 0 == KeyOrder.Compare(other, end) < 0;
            return below && outside;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Characters_beyond_the_basic_plane_sort_last_unlike_in_ordinal_order()
    {
        KeyOrder.Compare("\U00010000", "\uFFFF").ShouldBeGreaterThan(0);
        string.CompareOrdinal("\U00010000", "\uFFFF").ShouldBeLessThan(0);
        KeyOrder.Compare(null, "").ShouldBeLessThan(0);
        KeyOrder.Compare(null, null).ShouldBe(0);
        KeyOrder.EndOf("a/").ShouldBe("a0");
        KeyOrder.EndOf("a\uD7FF").ShouldBe("a\uE000");
        KeyOrder.EndOf("a\U0010FFFF").ShouldBe("b");
        KeyOrder.EndOf("").ShouldBeNull();
    }
}
