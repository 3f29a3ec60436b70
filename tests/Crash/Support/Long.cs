namespace Holdfast.Crash.Support;

/// <summary>With <c>HOLDFAST_LONG=1</c> tests take the sizes and times that are promised; without it smaller ones that say the same.</summary>
internal static class Long
{
    public static bool IsOn => Environment.GetEnvironmentVariable("HOLDFAST_LONG") == "1";

    /// <summary>Where random choices begin; <c>HOLDFAST_SEED</c> repeats a run's.</summary>
    public static int Seed => int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_SEED"), out var seed) ? seed : Environment.TickCount & 0xFFFFF;
}
