#pragma warning disable CA5351 // The digest that S3 clients send.
using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Objects;

namespace Holdfast.Tests.Objects;

public sealed class ContentHasherTests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)]
    [InlineData("a", 0xC1D04330u)]
    public void Crc32C_of_known_texts(string text, uint expected) => Crc32C.Of(Encoding.ASCII.GetBytes(text)).ShouldBe(expected);

    [Fact]
    public void Crc32C_of_the_vectors_of_rfc_3720()
    {
        Crc32C.Of(new byte[32]).ShouldBe(0x8A9136AAu);
        Crc32C.Of([.. Enumerable.Repeat((byte)0xFF, 32)]).ShouldBe(0x62A8AB43u);
        Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]).ShouldBe(0x46DD794Eu);
        Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]).ShouldBe(0x113FDB5Cu);
    }

    [Fact]
    public void Pieces_give_the_crc_of_the_whole() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf().ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), (bytes, cut) =>
        {
            cut = Math.Min(cut, bytes.Length);
            var state = Crc32C.Append(Crc32C.Append(Crc32C.Seed, bytes.AsSpan(0, cut)), bytes.AsSpan(cut));
            return Crc32C.Finish(state) == Crc32C.Of(bytes)
                && Crc32C.Combine(Crc32C.Of(bytes.AsSpan(0, cut)), Crc32C.Of(bytes.AsSpan(cut)), bytes.Length - cut) == Crc32C.Of(bytes);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(ContentHasher.BlockSize - 1, 1)]
    [InlineData(ContentHasher.BlockSize, 1)]
    [InlineData(ContentHasher.BlockSize + 1, 2)]
    [InlineData(3 * ContentHasher.BlockSize, 3)]
    [InlineData((3 * ContentHasher.BlockSize) + 5, 4)]
    public void Blocks_end_where_they_should_however_the_bytes_come(int length, int blocks)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        foreach (var piece in new[] { 1 << 22, ContentHasher.BlockSize, 65_537, 7_919 })
        {
            using var hasher = new ContentHasher(withMd5: true);
            foreach (var part in bytes.Chunk(piece))
            {
                hasher.Append(part);
            }

            var digests = hasher.Finish();

            digests.Length.ShouldBe(length);
            digests.BlockChecksums.Count.ShouldBe(blocks);
            digests.BlockChecksums.ShouldBe(bytes.Chunk(ContentHasher.BlockSize).Select(b => Crc32C.Of(b)));
            digests.Sha256.ToArray().ShouldBe(SHA256.HashData(bytes));
            digests.Md5!.Value.ToArray().ShouldBe(MD5.HashData(bytes));
            digests.WholeCrc32C.ShouldBe(Crc32C.Of(bytes));
        }
    }

    [Fact]
    public void A_hasher_begins_anew_after_it_finished()
    {
        using var hasher = new ContentHasher();
        hasher.Append("first"u8);
        hasher.Finish();
        hasher.Append(new ReadOnlySequence<byte>("second"u8.ToArray()));

        var digests = hasher.Finish();

        digests.Length.ShouldBe(6);
        digests.Sha256Hex.ShouldBe(Convert.ToHexStringLower(SHA256.HashData("second"u8)));
        digests.BlockChecksums.ShouldBe([Crc32C.Of("second"u8)]);
        digests.Md5.ShouldBeNull();
    }

    [Fact]
    public void The_first_digest_that_differs_is_named()
    {
        using var hasher = new ContentHasher();
        hasher.Append("x"u8);
        var digests = hasher.Finish();

        new ExpectedDigests().FirstMismatch(digests).ShouldBeNull();
        new ExpectedDigests { Sha256 = SHA256.HashData("x"u8), Crc32C = Crc32C.Of("x"u8) }.FirstMismatch(digests).ShouldBeNull();
        new ExpectedDigests { Sha256 = new byte[32] }.FirstMismatch(digests).ShouldBe("SHA-256");
        new ExpectedDigests { Md5 = MD5.HashData("x"u8) }.FirstMismatch(digests).ShouldBe("MD5", "an MD5 that was not computed proves nothing");
        new ExpectedDigests { Crc32C = 1 }.FirstMismatch(digests).ShouldBe("CRC32C");
    }
}
