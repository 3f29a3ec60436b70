using System.Diagnostics;

namespace Holdfast.Engine.Tests.Support;

/// <summary>What disks do to files: bytes change and nothing else does, time stamps to the nanosecond included.</summary>
internal static class Damage
{
    /// <summary>Flips one bit.</summary>
    public static Task FlipAsync(string path, long offset) => KeepingTimeAsync(path, stream =>
    {
        stream.Position = offset;
        var value = stream.ReadByte();
        stream.Position = offset;
        stream.WriteByte((byte)(value ^ 4));
    });

    public static Task CutAsync(string path, long length) => KeepingTimeAsync(path, stream => stream.SetLength(length));

    private static async Task KeepingTimeAsync(string path, Action<FileStream> change)
    {
        var clock = Path.GetTempFileName();
        await TouchAsync(path, clock);
        await using (var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
        {
            change(stream);
        }

        await TouchAsync(clock, path);
        File.Delete(clock);
    }

    private static async Task TouchAsync(string from, string to)
    {
        using var touch = Process.Start("touch", ["-r", from, to]);
        await touch.WaitForExitAsync(Rig.Token);
        touch.ExitCode.ShouldBe(0);
    }
}
