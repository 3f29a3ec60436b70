using Holdfast.Errors;
using Holdfast.Objects;

namespace Holdfast.Tests.Objects;

public sealed class UserMetadataTests
{
    [Fact]
    public void Names_are_lower_case_and_values_exact()
    {
        var metadata = UserMetadata.From([new("Color", " Blue ")]);

        metadata["color"].ShouldBe(" Blue ");
        metadata.ContainsKey("Color").ShouldBeFalse();
        metadata.ShouldBe(UserMetadata.From([new("COLOR", " Blue ")]));
        metadata.GetHashCode().ShouldBe(UserMetadata.From([new("COLOR", " Blue ")]).GetHashCode());
        metadata.ShouldNotBe(UserMetadata.From([new("color", "blue")]));
        UserMetadata.From([]).ShouldBeSameAs(UserMetadata.Empty);
    }

    [Fact]
    public void Attributes_with_equal_metadata_are_equal() =>
        new ObjectAttributes { Metadata = UserMetadata.From([new("a", "1")]) }.ShouldBe(new ObjectAttributes { Metadata = UserMetadata.From([new("A", "1")]) });

    [Fact]
    public void The_limit_is_in_utf8_bytes()
    {
        UserMetadata.From([new("n", new string('é', 4095) + "x")]).Count.ShouldBe(1);
        Should.Throw<StorageException>(() => UserMetadata.From([new("n", new string('é', 4096))])).Kind.ShouldBe(StorageErrorKind.InvalidArgument);
    }

    [Fact]
    public void Pairs_of_surrogates_pass_and_lone_ones_do_not()
    {
        UserMetadata.From([new("😀", "😀😀")]).Count.ShouldBe(1);
        foreach (var bad in new[] { "\uD83D", "a\uD83Db", "\uDE00\uD83D", "😀\uD83D" })
        {
            Should.Throw<StorageException>(() => UserMetadata.From([new("n", bad)])).Kind.ShouldBe(StorageErrorKind.InvalidArgument);
        }
    }
}
