using Holdfast.Conformance;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Tests.Keys;

public sealed class ObjectKeyTests
{
    [Fact]
    public void A_key_is_kept_to_the_character()
    {
        foreach (var name in HostileKeys.Printable.Concat(HostileKeys.Controls))
        {
            ObjectKey.Parse(name).Value.ShouldBe(name);
            ObjectKey.FromStored(name).ShouldBe(ObjectKey.Parse(name));
        }
    }

    [Theory]
    [InlineData("", "at least one byte")]
    [InlineData("a\0", "NUL")]
    [InlineData("a/../b", "'..'")]
    [InlineData("./a", "'.'")]
    [InlineData(".holdfast/v/1", "reserved")]
    [InlineData(".holdfast", "reserved")]
    public void A_refusal_names_the_rule(string text, string rule) =>
        Should.Throw<StorageException>(() => ObjectKey.Parse(text)).ShouldSatisfyAllConditions(
            e => e.Kind.ShouldBe(StorageErrorKind.InvalidKey),
            e => e.Message.ShouldContain(rule));

    [Fact]
    public void Length_counts_in_utf8_bytes()
    {
        ObjectKey.Parse(new string('a', 1024)).ByteCount.ShouldBe(1024);
        ObjectKey.Parse(new string('é', 512)).ByteCount.ShouldBe(1024);
        ObjectKey.TryParse(new string('a', 1025), out _, out _).ShouldBeFalse();
        ObjectKey.TryParse(new string('é', 512) + "a", out _, out _).ShouldBeFalse();
        ObjectKey.TryParse(string.Concat(Enumerable.Repeat("😀", 257)), out _, out _).ShouldBeFalse();
        ObjectKey.TryParse(null, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void What_is_holdfasts_own_is_made_by_its_own_constructor()
    {
        var own = ObjectKey.Reserved("v/1");
        own.Value.ShouldBe(".holdfast/v/1");
        own.IsReserved.ShouldBeTrue();
        ObjectKey.FromStored(".holdfast/v/1").ShouldBe(own);
        ObjectKey.Parse("x/.holdfast/v").IsReserved.ShouldBeFalse();
        Should.Throw<StorageException>(() => ObjectKey.Reserved("../x"));
    }

    [Fact]
    public void Default_names_nothing()
    {
        default(ObjectKey).IsDefault.ShouldBeTrue();
        default(ObjectKey).ToString().ShouldBe("");
        Should.Throw<InvalidOperationException>(() => default(ObjectKey).Value);
        default(ObjectKey).ShouldBe(default);
        (default(ObjectKey) < ObjectKey.Parse("a")).ShouldBeTrue();
        default(ObjectKey).GetHashCode().ShouldBe(0);
    }

    [Fact]
    public void Texts_that_only_look_alike_are_two_keys()
    {
        ObjectKey.Parse("\u00e9").ShouldNotBe(ObjectKey.Parse("e\u0301"));
        ObjectKey.Parse("A").ShouldNotBe(ObjectKey.Parse("a"));
        (ObjectKey.Parse("a") == ObjectKey.Parse("a")).ShouldBeTrue();
        (ObjectKey.Parse("\uFFFF") < ObjectKey.Parse("😀")).ShouldBeTrue();
    }
}
