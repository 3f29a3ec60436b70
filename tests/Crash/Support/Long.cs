namespace Holdfast.Crash.Support;

/// <summary>With <c>HOLDFAST_LONG=1</c> tests take the sizes and times that are promised; without it smaller ones that say the same.</summary>
internal static class Long
{
    public static bool IsOn => Environment.GetEnvironmentVariable("HOLDFAST_LONG") == "1";
}
