using FsCheck;
using FsCheck.Fluent;
using Holdfast.Errors;
using Holdfast.Objects;

namespace Holdfast.Tests.Objects;

public sealed class ByteRangeTests
{
    [Theory]
    [InlineData(0, 0, 10, 0, 0)]
    [InlineData(0, 10, 10, 0, 10)]
    [InlineData(3, 100, 10, 3, 7)]
    [InlineData(9, long.MaxValue, 10, 9, 1)]
    public void A_range_is_clamped_to_the_object(long offset, long length, long size, long expectedOffset, long expectedLength) =>
        ByteRange.Of(offset, length).Within(size).ShouldBe((expectedOffset, expectedLength));

    [Theory]
    [InlineData(10, 1, 10)]
    [InlineData(10, 0, 10)]
    [InlineData(0, 1, 0)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue)]
    public void A_range_from_the_end_on_cannot_be_satisfied(long offset, long length, long size) => ByteRange.Of(offset, length).Within(size).ShouldBeNull();

    [Fact]
    public void The_whole_and_a_suffix_always_can()
    {
        ByteRange.All.Within(0).ShouldBe((0, 0));
        ByteRange.From(0).IsAll.ShouldBeTrue();
        ByteRange.Last(5).Within(0).ShouldBe((0, 0));
        ByteRange.Last(5).Within(3).ShouldBe((0, 3));
        ByteRange.Last(0).Within(3).ShouldBe((3, 0));
    }

    [Fact]
    public void The_default_is_the_whole()
    {
        default(ByteRange).ShouldBe(ByteRange.All);
        default(ByteRange).IsAll.ShouldBeTrue();
        default(ByteRange).Within(7).ShouldBe((0, 7));
        default(ByteRange).Offset.ShouldBe(0);
    }

    [Fact]
    public void Negative_numbers_are_refused()
    {
        foreach (var make in new Func<ByteRange>[] { () => ByteRange.From(-1), () => ByteRange.Of(-1, 1), () => ByteRange.Of(1, -1), () => ByteRange.Last(-1) })
        {
            Should.Throw<StorageException>(() => make()).Kind.ShouldBe(StorageErrorKind.InvalidArgument);
        }
    }

    [Fact]
    public void What_is_satisfied_lies_inside_the_object() =>
        Prop.ForAll(Gen.Choose(0, 50).Three().ToArbitrary(), t =>
        {
            var (offset, length, size) = t;
            return ByteRange.Of(offset, length).Within(size) is not { } at ? offset >= size : at.Offset == offset && at.Length == Math.Min(length, size - offset);
        }).QuickCheckThrowOnFailure();
}
